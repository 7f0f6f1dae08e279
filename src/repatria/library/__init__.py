"""The network's library as text that is found: analysis in four languages, reading of files, index, snippets.

Knows no account, no statement and no network. It opens the one file that it is given to read, and the one
that is its index; what somebody may read is said to it with each question.
"""
