"""How well search answers: judged questions over the starter content."""
