"""Every model, and what it costs"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What was charged must be explained years later: a price that changes is a new version.
SQLITE_UNCHANGED = (
    """CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} BEGIN
        SELECT RAISE(ABORT, '{table} cannot be changed');
    END""",
    """CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} BEGIN
        SELECT RAISE(ABORT, '{table} cannot be deleted');
    END""",
)
POSTGRES_UNCHANGED = (
    """CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
)
UNCHANGED = ("price_versions", "exchange_rates")


def upgrade() -> None:
    op.create_table(
        "exchange_rates",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("rate_micro", sa.BigInteger(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.CheckConstraint("rate_micro > 0", name="ck_exchange_rates_positive"),
        sa.PrimaryKeyConstraint("day", "currency"),
    )
    op.create_table(
        "model_settings",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("model_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=True),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("group_ids", sa.Text(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("model_settings", schema=None) as batch_op:
        batch_op.create_index("ix_model_settings_own", ["owner_id", "model_id"], unique=True)
        batch_op.create_index(
            "ix_model_settings_platform",
            ["model_id"],
            unique=True,
            sqlite_where=sa.text("owner_id IS NULL"),
            postgresql_where=sa.text("owner_id IS NULL"),
        )

    op.create_table(
        "price_runs",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("checksum", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("problem_key", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("models", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("price_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_runs_source"), ["source"], unique=False)

    op.create_table(
        "price_changes",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("run_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("brand", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("jump", sa.Boolean(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["run_id"], ["price_runs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("price_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_changes_run_id"), ["run_id"], unique=False)
        batch_op.create_index("ix_price_changes_state", ["state", "brand", "model"], unique=False)

    op.create_table(
        "price_versions",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("brand", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("rates", sa.Text(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("run_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("valid_from", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["price_runs.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("price_versions", schema=None) as batch_op:
        batch_op.create_index("ix_price_versions_model", ["brand", "model", "valid_from"], unique=False)

    op.create_table(
        "published_facts",
        sa.Column("brand", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "model"),
    )

    op.create_table(
        "usage_calls",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("conversation_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("folder_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("turn_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("api_key_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("own_key", sa.Boolean(), nullable=False),
        sa.Column("model_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("tokens_cached", sa.Integer(), nullable=False),
        sa.Column("tokens_reasoning", sa.Integer(), nullable=False),
        sa.Column("counted_by", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("cost_nano", sa.BigInteger(), nullable=True),
        sa.Column("sale_nano", sa.BigInteger(), nullable=True),
        sa.Column("price_version", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("rate_day", sa.Date(), nullable=True),
        sa.Column("eur_rate_micro", sa.BigInteger(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("ttft_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("usage_calls", schema=None) as batch_op:
        batch_op.create_index("ix_usage_calls_created", ["created_at", "id"], unique=False)
        batch_op.create_index("ix_usage_calls_day", ["day", "model_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_usage_calls_folder_id"), ["folder_id"], unique=False)
        batch_op.create_index("ix_usage_calls_owner", ["owner_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_usage_calls_turn", ["turn_id"], unique=False)

    with op.batch_alter_table("folders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("local_only", sa.Boolean(), nullable=True))

    with op.batch_alter_table("providers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("options", sa.Text(), nullable=False, server_default="{}"))

    with op.batch_alter_table("turns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answered_by", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("tries", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("terms", sa.Text(), nullable=False, server_default=""))

    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'rows of % cannot be changed or deleted', TG_TABLE_NAME;
            END $$"""
        )
    for table in UNCHANGED:
        for statement in POSTGRES_UNCHANGED if postgres else SQLITE_UNCHANGED:
            op.execute(statement.format(table=table))


def downgrade() -> None:
    with op.batch_alter_table("turns", schema=None) as batch_op:
        batch_op.drop_column("terms")
        batch_op.drop_column("tries")
        batch_op.drop_column("answered_by")

    with op.batch_alter_table("providers", schema=None) as batch_op:
        batch_op.drop_column("options")

    with op.batch_alter_table("folders", schema=None) as batch_op:
        batch_op.drop_column("local_only")

    with op.batch_alter_table("usage_calls", schema=None) as batch_op:
        batch_op.drop_index("ix_usage_calls_turn")
        batch_op.drop_index("ix_usage_calls_owner")
        batch_op.drop_index(batch_op.f("ix_usage_calls_folder_id"))
        batch_op.drop_index("ix_usage_calls_day")
        batch_op.drop_index("ix_usage_calls_created")

    op.drop_table("usage_calls")
    op.drop_table("published_facts")
    with op.batch_alter_table("price_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_price_versions_model")

    op.drop_table("price_versions")
    with op.batch_alter_table("price_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_price_changes_state")
        batch_op.drop_index(batch_op.f("ix_price_changes_run_id"))

    op.drop_table("price_changes")
    with op.batch_alter_table("price_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_price_runs_source"))

    op.drop_table("price_runs")
    with op.batch_alter_table("model_settings", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_model_settings_platform", sqlite_where=sa.text("owner_id IS NULL"), postgresql_where=sa.text("owner_id IS NULL")
        )
        batch_op.drop_index("ix_model_settings_own")

    op.drop_table("model_settings")
    op.drop_table("exchange_rates")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
