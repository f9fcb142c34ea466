// The plain way with libgit2: reads every blob of HEAD's tree, replaces with memmem, rule after rule,
// in those under one folder, and writes the changed blobs and trees and one commit on a branch.
// Usage: loop REPOSITORY RULES FOLDER BRANCH loose|pack
//
// RULES has a line for each rule: what is replaced, a tab, and what takes its place.
#define _GNU_SOURCE
#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *old, *new;
  size_t oldLength, newLength;
} Rule;

typedef struct {
  char *bytes;
  size_t length;
} Text;

static git_repository *repository;
static Rule *rules;
static size_t ruleCount;

static void check(int code) {
  if (code >= 0) return;
  const git_error *error = git_error_last();
  fprintf(stderr, "error: %s\n", error ? error->message : "libgit2 failed");
  exit(1);
}

static void *obtain(void *memory, size_t size) {
  memory = realloc(memory, size ? size : 1);
  if (!memory) abort();
  return memory;
}

static void readRules(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) {
    perror(path);
    exit(1);
  }
  char *line = NULL;
  size_t capacity = 0;
  ssize_t length;
  while ((length = getline(&line, &capacity, file)) > 0) {
    char *tab = strchr(line, '\t');
    if (!tab) continue;
    if (line[length - 1] == '\n') line[--length] = 0;
    *tab = 0;
    rules = obtain(rules, (ruleCount + 1) * sizeof *rules);
    Rule rule = {strdup(line), strdup(tab + 1), 0, 0};
    rule.oldLength = strlen(rule.old);
    rule.newLength = strlen(rule.new);
    rules[ruleCount++] = rule;
  }
  free(line);
  fclose(file);
}

// Gives the text with one rule applied, in memory that the caller frees; NULL when it does not occur.
static char *replaced(const char *bytes, size_t length, const Rule *rule, size_t *newLength) {
  const char *end = bytes + length;
  const char *match = memmem(bytes, length, rule->old, rule->oldLength);
  if (!match) return NULL;
  size_t capacity = length + length / 4 + rule->newLength, used = 0;
  char *result = obtain(NULL, capacity);
  for (const char *from = bytes;; match = memmem(from, end - from, rule->old, rule->oldLength)) {
    const char *to = match ? match : end;
    size_t needed = used + (to - from) + rule->newLength;
    if (needed > capacity) result = obtain(result, capacity = 2 * needed);
    memcpy(result + used, from, to - from);
    used += to - from;
    if (!match) break;
    memcpy(result + used, rule->new, rule->newLength);
    used += rule->newLength;
    from = match + rule->oldLength;
  }
  *newLength = used;
  return result;
}

// Gives whether the blob changed, and then its new id.
static bool rewriteBlob(git_oid *id, bool isInScope) {
  git_blob *blob;
  check(git_blob_lookup(&blob, repository, id));
  const char *bytes = git_blob_rawcontent(blob);
  size_t length = git_blob_rawsize(blob);
  char *own = NULL;
  for (size_t index = 0; isInScope && index < ruleCount; index++) {
    char *next = replaced(bytes, length, &rules[index], &length);
    if (!next) continue;
    free(own);
    bytes = own = next;
  }
  if (own) check(git_blob_create_from_buffer(id, repository, own, length));
  free(own);
  git_blob_free(blob);
  return own != NULL;
}

// Gives whether the tree changed, and then its new id. `scope` is the only entry whose content may
// change, or NULL for all.
static bool rewriteTree(git_oid *id, const char *scope, bool isInScope) {
  git_tree *tree;
  check(git_tree_lookup(&tree, repository, id));
  git_treebuilder *builder = NULL;
  for (size_t index = 0; index < git_tree_entrycount(tree); index++) {
    const git_tree_entry *entry = git_tree_entry_byindex(tree, index);
    git_filemode_t mode = git_tree_entry_filemode(entry);
    if (mode == GIT_FILEMODE_COMMIT || mode == GIT_FILEMODE_LINK) continue;
    const char *name = git_tree_entry_name(entry);
    bool isEntryInScope = scope ? !strcmp(name, scope) : isInScope;
    git_oid entryID = *git_tree_entry_id(entry);
    bool isChanged = mode == GIT_FILEMODE_TREE ? rewriteTree(&entryID, NULL, isEntryInScope)
                                               : rewriteBlob(&entryID, isEntryInScope);
    if (!isChanged) continue;
    if (!builder) check(git_treebuilder_new(&builder, repository, tree));
    check(git_treebuilder_insert(NULL, builder, name, &entryID, mode));
  }
  if (builder) check(git_treebuilder_write(id, builder));
  git_treebuilder_free(builder);
  git_tree_free(tree);
  return builder != NULL;
}

static void writePack(git_odb *database, git_odb_backend *memory) {
  git_buf pack = {0};
  git_indexer_progress progress = {0};
  git_odb_writepack *writer;
  check(git_mempack_dump(&pack, repository, memory));
  check(git_odb_write_pack(&writer, database, NULL, NULL));
  check(writer->append(writer, pack.ptr, pack.size, &progress));
  check(writer->commit(writer, &progress));
  writer->free(writer);
  git_buf_dispose(&pack);
}

int main(int count, char **arguments) {
  if (count != 6) return 64;
  bool packs = !strcmp(arguments[5], "pack");
  readRules(arguments[2]);
  git_libgit2_init();
  check(git_repository_open_bare(&repository, arguments[1]));
  git_odb *database;
  git_odb_backend *memory = NULL;
  check(git_repository_odb(&database, repository));
  if (packs) {
    check(git_mempack_new(&memory));
    check(git_odb_add_backend(database, memory, 999));
  }

  git_object *head;
  check(git_revparse_single(&head, repository, "HEAD^{commit}"));
  const git_commit *parent = (const git_commit *)head;
  git_oid id = *git_commit_tree_id(parent);
  if (rewriteTree(&id, arguments[3], false)) {
    git_tree *tree;
    git_signature *author;
    git_oid commit;
    git_reference *reference;
    char name[200];
    snprintf(name, sizeof name, "refs/heads/%s", arguments[4]);
    check(git_tree_lookup(&tree, repository, &id));
    check(git_signature_new(&author, "Owner", "owner@example.org", 1700000000, 0));
    check(git_commit_create_v(&commit, repository, NULL, author, author, NULL, "Replace\n", tree, 1,
                              parent));
    if (packs) writePack(database, memory);
    check(git_reference_create(&reference, repository, name, &commit, 1, NULL));
    git_reference_free(reference);
    git_signature_free(author);
    git_tree_free(tree);
  }
  git_object_free(head);
  git_odb_free(database);
  git_repository_free(repository);
  git_libgit2_shutdown();
  return 0;
}
