"""Names across scripts: candidates, score and explanation, as pure functions."""
