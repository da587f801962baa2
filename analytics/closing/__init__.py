"""How do ballots become cells? The only folder that sees answers."""
