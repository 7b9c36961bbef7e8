"""a citizen's pin and older names: centre points of communes, positions, communes that ended before 2025

Revision: 20261127_2230_pins, after: 20261127_2130_knowledge
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_2230_pins"
down_revision = "20261127_2130_knowledge"
branch_labels = None
depends_on = None

_WITH_POSITION = ("inbox_message", "ticket")


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "commune_centre",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("province", sa.String(length=64), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_commune_centre_commune_code_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune_centre")),
    )
    op.add_column("old_place", sa.Column("older", sa.Boolean(), server_default=sa.false(), nullable=False))
    for table in _WITH_POSITION:
        op.add_column(table, sa.Column("latitude", sa.Float(), nullable=True))
        op.add_column(table, sa.Column("longitude", sa.Float(), nullable=True))


def downgrade() -> None:
    """Bring the database back to the revision before."""
    for table in _WITH_POSITION:
        op.drop_column(table, "longitude")
        op.drop_column(table, "latitude")
    op.drop_column("old_place", "older")
    op.drop_table("commune_centre")
