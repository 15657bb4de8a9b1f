"""Credit in double entry"""

import sqlalchemy as sa
import sqlmodel

from alembic import op
from chat_app.kept_rows import appended, kept

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# The books only grow: what was wrong is made good by another journal. Wallets, lots and holds change, and stay.
APPENDED = {
    "ledger_journals": ("id", "key"),
    "ledger_postings": ("journal_id", "account_id"),
    "ledger_lot_uses": ("journal_id", "lot_id"),
    "ledger_seals": ("seq", "journal_id"),
}
ALONE = ("ledger_journals", "ledger_seals")
KEPT = ("ledger_accounts", "ledger_lots", "ledger_holds")


def upgrade() -> None:
    op.create_table(
        "ledger_accounts",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("balance >= held AND held >= 0", name="ck_ledger_accounts_covered"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "ledger_journals",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("ledger_journals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_journals_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_journals_ref"), ["ref"], unique=False)

    op.create_table(
        "ledger_lots",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("journal_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("remaining >= reserved AND reserved >= 0 AND remaining <= amount", name="ck_ledger_lots_remaining"),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"]),
        sa.ForeignKeyConstraint(["journal_id"], ["ledger_journals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ledger_lots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_lots_journal_id"), ["journal_id"], unique=False)
        batch_op.create_index(
            "ix_ledger_lots_left",
            ["account_id"],
            unique=False,
            sqlite_where=sa.text("remaining > 0"),
            postgresql_where=sa.text("remaining > 0"),
        )

    op.create_table(
        "ledger_postings",
        sa.Column("journal_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"]),
        sa.ForeignKeyConstraint(["journal_id"], ["ledger_journals.id"]),
        sa.PrimaryKeyConstraint("journal_id", "account_id"),
    )
    with op.batch_alter_table("ledger_postings", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_postings_account", ["account_id", "journal_id"], unique=False)

    op.create_table(
        "ledger_holds",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("request_id", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("lot_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("captured", sa.BigInteger(), nullable=False),
        sa.Column("journal_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_ledger_holds_amount"),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"]),
        sa.ForeignKeyConstraint(["journal_id"], ["ledger_journals.id"]),
        sa.ForeignKeyConstraint(["lot_id"], ["ledger_lots.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
    )
    with op.batch_alter_table("ledger_holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_holds_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_ledger_holds_open",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "ledger_lot_uses",
        sa.Column("journal_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("lot_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["journal_id"], ["ledger_journals.id"]),
        sa.ForeignKeyConstraint(["lot_id"], ["ledger_lots.id"]),
        sa.PrimaryKeyConstraint("journal_id", "lot_id"),
    )
    with op.batch_alter_table("ledger_lot_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_lot_uses_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "ledger_seals",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("journal_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["journal_id"], ["ledger_journals.id"]),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("journal_id"),
    )

    dialect = op.get_bind().dialect.name
    for table, names in APPENDED.items():
        # A journal or a seal is the same as another by either of its columns, the rest by both together.
        same = (" OR " if table in ALONE else " AND ").join(f"{name} = new.{name}" for name in names)
        for statement in appended(dialect, table, same):
            op.execute(statement)
    for table in KEPT:
        for statement in kept(dialect, table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("ledger_seals")
    with op.batch_alter_table("ledger_lot_uses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_lot_uses_lot_id"))

    op.drop_table("ledger_lot_uses")
    with op.batch_alter_table("ledger_holds", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_holds_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f("ix_ledger_holds_account_id"))

    op.drop_table("ledger_holds")
    with op.batch_alter_table("ledger_postings", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_postings_account")

    op.drop_table("ledger_postings")
    with op.batch_alter_table("ledger_lots", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_lots_left", sqlite_where=sa.text("remaining > 0"), postgresql_where=sa.text("remaining > 0"))
        batch_op.drop_index(batch_op.f("ix_ledger_lots_journal_id"))

    op.drop_table("ledger_lots")
    with op.batch_alter_table("ledger_journals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_journals_ref"))
        batch_op.drop_index(batch_op.f("ix_ledger_journals_created_at"))

    op.drop_table("ledger_journals")
    op.drop_table("ledger_accounts")
