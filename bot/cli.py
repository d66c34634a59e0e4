"""The klar command."""

def main() -> None:
    """Run the command line."""
