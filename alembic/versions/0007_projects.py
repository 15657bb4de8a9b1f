"""Documents and projects"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chunk_embeddings",
        sa.Column("text_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("text_hash", "model"),
    )
    op.create_table(
        "document_contents",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("reader", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("layout", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("document_contents", schema=None) as batch_op:
        batch_op.create_index("ix_document_contents_file", ["sha256", "reader"], unique=True)

    op.create_table(
        "index_tasks",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    with op.batch_alter_table("index_tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_tasks_document_id"), ["document_id"], unique=False)

    op.create_table(
        "documents",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("folder_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("source_ref", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("source_mark", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("content_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("problem_params", sa.Text(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["content_id"], ["document_contents.id"]),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_content_id"), ["content_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index("ix_documents_folder", ["folder_id", "created_at"], unique=False)
        batch_op.create_index("ix_documents_owner", ["owner_id", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_sha256"), ["sha256"], unique=False)
        batch_op.create_index("ix_documents_source", ["source", "source_ref"], unique=False)

    op.create_table(
        "folder_members",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("folder_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("group_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("invited_by", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name="ck_folder_members_who"),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["invited_by"], ["users.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("folder_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_folder_members_folder_id"), ["folder_id"], unique=False)
        batch_op.create_index("ix_folder_members_group", ["group_id", "folder_id"], unique=True)
        batch_op.create_index("ix_folder_members_person", ["person_id", "folder_id"], unique=True)

    op.create_table(
        "conversation_readers",
        sa.Column("conversation_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("favourite", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("read_message_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "person_id"),
    )
    with op.batch_alter_table("conversation_readers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversation_readers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "project_notes",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("folder_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("author_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("project_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_notes_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_notes_folder_id"), ["folder_id"], unique=False)

    op.create_table(
        "retrieval_questions",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("folder_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("author_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("retrieval_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retrieval_questions_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_retrieval_questions_folder_id"), ["folder_id"], unique=False)

    op.create_table(
        "retrieval_runs",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("folder_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("runner_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("mode", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["runner_id"], ["users.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("retrieval_runs", schema=None) as batch_op:
        batch_op.create_index("ix_retrieval_runs_folder", ["folder_id", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_retrieval_runs_runner_id"), ["runner_id"], unique=False)

    op.create_table(
        "watched_folders",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("path", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("folder_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("watched_folders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watched_folders_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "chunks",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("heading", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chunks", schema=None) as batch_op:
        batch_op.create_index("ix_chunks_document", ["document_id", "number"], unique=False)
        batch_op.create_index("ix_chunks_text", ["text_hash"], unique=False)

    op.create_table(
        "ingestion_jobs",
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id"),
    )
    with op.batch_alter_table("ingestion_jobs", schema=None) as batch_op:
        batch_op.create_index("ix_ingestion_jobs_due", ["state", "due_at"], unique=False)

    op.create_table(
        "ingestion_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ingestion_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ingestion_lines_document_id"), ["document_id"], unique=False)

    op.create_table(
        "message_sources",
        sa.Column("message_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chunk_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("heading", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("cited", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message_id", "number"),
    )
    with op.batch_alter_table("message_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_sources_document_id"), ["document_id"], unique=False)

    op.create_table(
        "retrievals",
        sa.Column("message_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("queries", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message_id"),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("knowledge", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index("ix_conversations_project", ["folder_id", "updated_at", "id"], unique=False)

    with op.batch_alter_table("folders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("description", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("assistant_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True))
        batch_op.add_column(sa.Column("is_template", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_foreign_key("fk_folders_assistant", "assistants", ["assistant_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    with op.batch_alter_table("folders", schema=None) as batch_op:
        batch_op.drop_constraint("fk_folders_assistant", type_="foreignkey")
        batch_op.drop_column("archived_at")
        batch_op.drop_column("is_template")
        batch_op.drop_column("assistant_id")
        batch_op.drop_column("description")

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index("ix_conversations_project")
        batch_op.drop_column("knowledge")

    op.drop_table("retrievals")
    with op.batch_alter_table("message_sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_sources_document_id"))

    op.drop_table("message_sources")
    with op.batch_alter_table("ingestion_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ingestion_lines_document_id"))

    op.drop_table("ingestion_lines")
    with op.batch_alter_table("ingestion_jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_ingestion_jobs_due")

    op.drop_table("ingestion_jobs")
    with op.batch_alter_table("chunks", schema=None) as batch_op:
        batch_op.drop_index("ix_chunks_text")
        batch_op.drop_index("ix_chunks_document")

    op.drop_table("chunks")
    with op.batch_alter_table("watched_folders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watched_folders_owner_id"))

    op.drop_table("watched_folders")
    with op.batch_alter_table("retrieval_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retrieval_runs_runner_id"))
        batch_op.drop_index("ix_retrieval_runs_folder")

    op.drop_table("retrieval_runs")
    with op.batch_alter_table("retrieval_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retrieval_questions_folder_id"))
        batch_op.drop_index(batch_op.f("ix_retrieval_questions_author_id"))

    op.drop_table("retrieval_questions")
    with op.batch_alter_table("project_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_notes_folder_id"))
        batch_op.drop_index(batch_op.f("ix_project_notes_author_id"))

    op.drop_table("project_notes")
    with op.batch_alter_table("conversation_readers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_readers_person_id"))

    op.drop_table("conversation_readers")
    with op.batch_alter_table("folder_members", schema=None) as batch_op:
        batch_op.drop_index("ix_folder_members_person")
        batch_op.drop_index("ix_folder_members_group")
        batch_op.drop_index(batch_op.f("ix_folder_members_folder_id"))

    op.drop_table("folder_members")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index("ix_documents_source")
        batch_op.drop_index(batch_op.f("ix_documents_sha256"))
        batch_op.drop_index("ix_documents_owner")
        batch_op.drop_index("ix_documents_folder")
        batch_op.drop_index(batch_op.f("ix_documents_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_documents_content_id"))

    op.drop_table("documents")
    with op.batch_alter_table("index_tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_index_tasks_document_id"))

    op.drop_table("index_tasks")
    with op.batch_alter_table("document_contents", schema=None) as batch_op:
        batch_op.drop_index("ix_document_contents_file")

    op.drop_table("document_contents")
    op.drop_table("chunk_embeddings")
