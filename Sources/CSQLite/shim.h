// SQLite, as Swift sees it: the library, and inline forms of its macros and variadic calls.
#ifndef HOLDFAST_CSQLITE_SHIM_H
#define HOLDFAST_CSQLITE_SHIM_H

#include <sqlite3.h>

// The bytes are copied.
static inline int hf_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return count == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                      : sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}
static inline int hf_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
    return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}

// Takes the schema of a database that somebody else may have written for data and nothing more: no triggers, no views, no
// functions with side effects, no writing to the schema by hand.
static inline int hf_sqlite_harden(sqlite3 *database) {
    static const int switches[][2] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (unsigned i = 0; i < sizeof switches / sizeof switches[0]; i++) {
        int result = sqlite3_db_config(database, switches[i][0], switches[i][1], (int *)0);
        if (result != SQLITE_OK) {
            return result;
        }
    }
    return SQLITE_OK;
}

#endif
