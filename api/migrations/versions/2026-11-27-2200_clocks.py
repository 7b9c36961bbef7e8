"""calendars, extensions, suspensions, contributions, reminders, and values changed in the console

Revision: 20261127_2200_clocks, after: 20261127_2000_understood
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261127_2200_clocks"
down_revision = "20261127_2000_understood"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the database to this revision."""
    _rules()
    _tickets()
    _reminders()


def _rules() -> None:
    op.add_column("deadline_rule", sa.Column("extension", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("deadline_rule", sa.Column("pause_limit", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("calendar_day", sa.Column("calendar", sa.String(32), nullable=False, server_default="*"))
    op.drop_constraint("pk_calendar_day", "calendar_day")
    op.create_primary_key("pk_calendar_day", "calendar_day", ["on", "calendar"])
    op.add_column("office_hours", sa.Column("calendar", sa.String(32), nullable=False, server_default="default"))
    op.add_column("office_hours", sa.Column("source", sa.Text(), nullable=False, server_default=""))
    op.add_column("office_hours", sa.Column("mark", sa.String(16), nullable=False, server_default="configured"))
    op.drop_constraint("pk_office_hours", "office_hours")
    op.create_primary_key("pk_office_hours", "office_hours", ["calendar", "starts"])
    op.add_column("agency", sa.Column("calendar", sa.String(32), nullable=False, server_default="default"))
    op.add_column("agency", sa.Column("channels", sa.Text(), nullable=True))
    op.add_column("province", sa.Column("digest_at", JSONB(), nullable=False, server_default="[]"))
    op.add_column("province", sa.Column("quiet_hours", JSONB(), nullable=False, server_default="[]"))
    op.create_table(
        "escalation",
        sa.Column("legal_class", sa.String(32), nullable=False),
        sa.Column("at_percent", sa.Integer(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("legal_class", "at_percent", "days_late", "recipient", name="pk_escalation"),
    )
    op.create_table(
        "suspension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("communes", JSONB(), nullable=False),
        sa.Column("starts_at", _AT, nullable=False),
        sa.Column("ends_at", _AT, nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suspension"),
        sa.UniqueConstraint("decision", name="uq_suspension_decision"),
    )
    op.create_table(
        "province_edit",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("values", JSONB(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_province_edit"),
    )


def _tickets() -> None:
    op.add_column("ticket", sa.Column("about_code", sa.String(64), nullable=True))
    op.add_column("ticket", sa.Column("clock_started_at", _AT, nullable=True))
    # A reopened ticket's clock began at its last reopening, any other one's at the receipt.
    op.execute(
        "UPDATE ticket SET clock_started_at = coalesce((SELECT max(at) FROM ticket_event e"
        " WHERE e.ticket_id = ticket.id AND e.kind = 'ticket_reopened'), received_at)"
    )
    op.alter_column("ticket", "clock_started_at", nullable=False)
    op.add_column("ticket", sa.Column("calendar", sa.String(32), nullable=False, server_default="default"))
    op.add_column("ticket", sa.Column("extension_limit", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("ticket", sa.Column("pause_limit", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("ticket", sa.Column("suspended_at", _AT, nullable=True))
    op.add_column("ticket", sa.Column("suspended_by", sa.String(64), nullable=True))
    op.add_column("ticket", sa.Column("extension_asked", JSONB(), nullable=True))
    op.add_column("ticket", sa.Column("extended_at", _AT, nullable=True))
    op.add_column("ticket", sa.Column("contributors", JSONB(), nullable=False, server_default="[]"))
    op.create_table(
        "ticket_contribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.String(64), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_ticket_contribution_ticket_id_ticket", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_contribution"),
        sa.UniqueConstraint("ticket_id", "agency_code", name="uq_ticket_contribution_ticket_id_agency_code"),
    )
    op.create_index("ix_ticket_contribution_ticket_id", "ticket_contribution", ["ticket_id"])
    op.create_index("ix_ticket_contribution_agency_code", "ticket_contribution", ["agency_code"])


def _reminders() -> None:
    op.create_table(
        "deadline_step",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("reached_at", _AT, nullable=False),
        sa.Column("told_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_deadline_step_ticket_id_ticket", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "due_at", "step", name="pk_deadline_step"),
    )
    op.create_table(
        "staff_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("lines", JSONB(), nullable=False),
        sa.Column("read_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_notice_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_notice"),
    )
    op.create_index("ix_staff_notice_staff_id_at", "staff_notice", ["staff_id", "at"])


def downgrade() -> None:
    """Bring the database back to the revision before."""
    for table in ("staff_notice", "deadline_step", "ticket_contribution", "province_edit", "suspension", "escalation"):
        op.drop_table(table)
    for column in (
        "contributors", "extended_at", "extension_asked", "suspended_by", "suspended_at", "pause_limit",
        "extension_limit", "calendar", "clock_started_at", "about_code",
    ):  # fmt: skip
        op.drop_column("ticket", column)
    for column in ("quiet_hours", "digest_at"):
        op.drop_column("province", column)
    for column in ("channels", "calendar"):
        op.drop_column("agency", column)
    op.execute("DELETE FROM office_hours WHERE calendar <> 'default'")
    op.drop_constraint("pk_office_hours", "office_hours")
    op.create_primary_key("pk_office_hours", "office_hours", ["starts"])
    for column in ("mark", "source", "calendar"):
        op.drop_column("office_hours", column)
    op.execute("DELETE FROM calendar_day WHERE calendar <> '*'")
    op.drop_constraint("pk_calendar_day", "calendar_day")
    op.create_primary_key("pk_calendar_day", "calendar_day", ["on"])
    op.drop_column("calendar_day", "calendar")
    for column in ("pause_limit", "extension"):
        op.drop_column("deadline_rule", column)
