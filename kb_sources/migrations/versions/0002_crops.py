"""Pictures of figures, so that they go when their reading goes"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "crops",
        sa.Column("reading", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("reading", "picture"),
    )


def downgrade() -> None:
    op.drop_table("crops")
