"""What the proof of a door counted."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """``halves`` must be empty: each says after which kill what was found."""

    door: str
    database: str
    statements: int = 0
    commits: int = 0
    files: int = 0
    events: int = 0
    flush: int = 0
    kills: int = 0
    flush_killed: int = 0
    moments: int = 0
    none: int = 0
    between: int = 0
    all: int = 0
    seconds: float = 0.0
    halves: list[str] = field(default_factory=list)

    def line(self) -> str:
        """For people."""
        between = f"{self.between} between whole steps, " if self.between else ""
        moments = f" and at {self.moments} random moments" if self.moments else ""
        return (
            f"{self.door}, {self.database}: {self.statements} statements, {self.commits} commits, {self.files} file "
            f"writes; killed at {self.kills} of {self.events} points ({self.flush_killed} of {self.flush} of the flush)"
            f"{moments}: {self.none} none, {between}{self.all} all, {len(self.halves)} half ({self.seconds:.1f} s)"
        )
