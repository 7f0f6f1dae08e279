"""Words that say nothing about what a text is about, folded; and by them, which language a question is in."""

from collections.abc import Sequence

from repatria.library.folding import fold

_LISTS = {
    "en": """a about above after again all also am an and any are as at be because been before being between
    both
        but by can cannot could did do does doing during each for from further had has have having he her
        here him his how i if in into is it its itself may me might more most must my no nor not of off on
        once only or other our out over own per shall she should so some such t than that the their them
        then there these they this those through to too under until up upon us very was we were what when
        where which while who whom whose why will with within without would you your s d don""",
    "fr": """a afin ai ainsi alors apres au aucun aucune aussi autre autres aux avant avec avons c car ce
    ceci cela
        celle celles celui ces cet cette ceux chaque chez comme comment d dans de depuis des doit doivent
        donc dont du elle elles en encore entre es est et etaient etait etant ete etre eux fait faut il ils
        j je jusqu l la le les leur leurs lors lorsque lui m ma mais me meme memes mes moi n ne ni nos notre
        nous on ont ou par parmi pas pendant peu peut peuvent plus pour pourquoi puis qu quand que quel
        quelle quelles quels qui quoi s sa sans sauf se selon ses si soit son sont sous sur t ta te tel
        telle tes toi ton tous tout toute toutes tres tu un une vers voici voila vos votre vous y""",
    "es": """a al algo alguna algunas alguno algunos ante antes aquel aquella asi aun aunque cada como con
    contra cual
        cuales cuando cuanta cuanto de del desde despues donde dos durante e el ella ellas ellos en entre
        era eran es esa esas ese eso esos esta estan estar estas este esto estos fue fueron ha haber habia
        han hasta hay la las le les lo los mas me mediante mi mientras muy ni no nos nosotros o os otra
        otras otro otros para pero poco por porque pueda puede pueden pues que quien quienes se sea sean
        segun ser si sido sin sino sobre son su sus tal tambien tan tanto te tiene tienen toda todas todo
        todos tras tu u un una unas uno unos y ya yo""",
    "ar": """في من على الى إلى عن مع هذا هذه ذلك تلك التي الذي الذين اللذان اللتان ما ماذا لماذا كيف متى اين
    أين هل هو هي هم
        هن نحن انا أنا انت أنت او أو ثم و ف ب ل ك لا لم لن ليس ليست كان كانت يكون تكون كل بعض بين قد لقد ان
        أن إن إذا اذا حتى عند عندما قبل بعد حيث أي اي غير الا إلا منذ خلال ضد دون كما لكن لكي ايضا أيضا مثل
        به بها له لها فيه فيها عليه عليها منه منها اليه إليه اليها إليها ذات كم يمكن يجب تم يتم وفي ومن وعلى
        والى وإلى وهو وهي كذلك""",
}
STOP_WORDS = {
    language: frozenset(fold(word) for word in listed.split()) for language, listed in _LISTS.items()
}


def likely_languages(folded: Sequence[str]) -> tuple[str, ...]:
    """Of which languages most small words of a question are; none where it has none."""
    counts = {language: sum(word in listed for word in folded) for language, listed in STOP_WORDS.items()}
    most = max(counts.values())
    return tuple(language for language, count in counts.items() if count == most) if most else ()
