"""What can go wrong with the store, each as one sentence."""


class StoreError(Exception):
    """The store cannot be used as asked. The text is one sentence for the one who runs Klar."""


class NotOurs(StoreError):
    """The file is not a store of Klar's."""


class Damaged(StoreError):
    """The file is a store of Klar's, and broken."""


class TooNew(StoreError):
    """The file was written by a newer Klar than this one."""


class AlreadyRunning(StoreError):
    """Another Klar runs on the same file."""


class NotStored(StoreError):
    """A change could not be written (a full disk, a failing one); nothing of it is stored."""
