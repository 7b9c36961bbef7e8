"""plan rows, legal paths

Revision: 20261124_1430_plan, after: 20261124_1340_tables
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261124_1430_plan"
down_revision = "20261124_1340_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "legal_path",
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("legal_class", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("act", "topic", name=op.f("pk_legal_path")),
    )
    op.create_table(
        "plan_row",
        sa.Column("row", sa.String(length=16), nullable=False),
        sa.Column("topics", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("domain", sa.Integer(), nullable=False),
        sa.Column("domain_name", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("implementers", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_plan_row")),
    )
    op.add_column("topic", sa.Column("component", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.drop_column("topic", "component")
    op.drop_table("plan_row")
    op.drop_table("legal_path")
