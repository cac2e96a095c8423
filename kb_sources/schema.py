"""Every table of the project. Upper packages query only their own; nothing is computed here.

Times are seconds since the epoch (UTC). JSON columns hold what only their owner reads.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# kb_sources.catalogue
manuals = Table(
    "manuals",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("maker", String, nullable=False),
    Column("products", JSON, nullable=False),
    Column("language", String, nullable=False),
    Column("created", Float, nullable=False),
)
editions = Table(
    "editions",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("id", String, primary_key=True),  # sha256 of the bytes
    Column("manual_id", String, nullable=False, index=True),
    Column("revision", String, nullable=False),
    Column("language", String, nullable=False),
    Column("state", String, nullable=False),
    Column("source_name", String, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("beside", Boolean, nullable=False),
    Column("added", Float, nullable=False),
    Column("live_since", Float),
)
readings = Table(
    "readings",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("edition", String, nullable=False, index=True),
    Column("recipe", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("state", String, nullable=False),  # staged | live | superseded
    Column("indexed", Boolean, nullable=False),  # points of it may be in the index
    Column("report", JSON),
    Column("created", Float, nullable=False),
    UniqueConstraint("tenant", "edition", "recipe", "attempt"),
)
passages = Table(
    "passages",
    metadata,
    Column("id", String, primary_key=True),
    Column("reading", String, nullable=False),
    Column("ord", Integer, nullable=False),
    Column("part_of", String, nullable=False),
    Column("text_hash", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("passages_in_order", "reading", "ord"),
    Index("passages_of_part", "reading", "part_of"),
)
vectors = Table(
    "vectors",
    metadata,
    Column("text_hash", String, primary_key=True),
    Column("embedder", String, primary_key=True),
    Column("dimension", Integer, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# ingest
pages = Table(
    "pages",
    metadata,
    Column("reading", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("label", String, nullable=False),
    Column("route", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("picture", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
crops = Table(  # pictures of figures, cut out of page pictures
    "crops",
    metadata,
    Column("reading", String, primary_key=True),
    Column("picture", String, primary_key=True),
)
fixes = Table(
    "fixes",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("edition", String, nullable=False, index=True),
    Column("page", Integer, nullable=False),
    Column("box", JSON, nullable=False),
    Column("original", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", String, nullable=False),
    Column("created", Float, nullable=False),
)
jobs = Table(
    "jobs",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("edition", String, nullable=False, index=True),
    Column("reading", String, nullable=False),
    Column("state", String, nullable=False, index=True),  # queued|running|done|failed|cancelled
    Column("stage", String, nullable=False),
    Column("options", JSON, nullable=False),
    Column("pages_total", Integer, nullable=False),
    Column("pages_done", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("lease_until", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("updated", Float, nullable=False),
)
job_pages = Table(
    "job_pages",
    metadata,
    Column("job", String, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False),
)

# api
answers = Table(
    "answers",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("conversation", String, nullable=False, index=True),
    Column("created", Float, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("audit", JSON, nullable=False),
)
conversations = Table(
    "conversations",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("state", JSON, nullable=False),
    Column("updated", Float, nullable=False),
)
feedback = Table(
    "feedback",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("answer", String, nullable=False, index=True),
    Column("rating", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("comment", Text, nullable=False),
    Column("created", Float, nullable=False),
)
handoffs = Table(  # asks that a person takes over; what they hold is in the answer
    "handoffs",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False, index=True),
    Column("answer", String, nullable=False),
    Column("created", Float, nullable=False),
)
