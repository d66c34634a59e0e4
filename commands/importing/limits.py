"""How much a field may hold. What is longer is no name or title but something that slipped into the wrong column."""

MOST_LETTERS = {
    "title": 300, "name": 200, "product": 200, "vendor": 200, "role": 100, "phase": 200, "place": 200,
    "audience": 500, "blocker": 1_000, "note": 5_000, "integrations": 5_000, "text": 1_000, "evidence": 5_000,
    "reason": 1_000, "owner": 200,
}  # fmt: skip
MOST_LETTERS_ELSEWHERE = 200
MOST_PEOPLE = 1_000_000  # users, seats, people to train
