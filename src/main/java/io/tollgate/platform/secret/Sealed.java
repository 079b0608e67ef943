package io.tollgate.platform.secret;

import io.tollgate.platform.secret.SecretKeys.Purpose;

/**
 * A column with what {@link Encryption} makes. Declared as a bean by the feature whose it is, so that it is sealed anew when
 * {@code TOLLGATE_SECRET_KEY} has changed; wants an index on {@code substring(column for 12)} unless the table stays small.
 *
 * @param table as well as id and column: from the source, never from a request
 * @param id column that tells whose the value is
 * @param idType its type in the database
 * @param column may hold nulls
 * @param owner goes with the id into what is sealed: it cannot be decrypted as anything else's
 * @param alwaysNamed what does not begin with the name of its key is of another kind, and not sealed at all; else it was sealed
 *     before keys had names
 */
public record Sealed(
        String table, String id, String idType, String column, Purpose purpose, String owner, boolean alwaysNamed) {

    public static Sealed column(String table, String id, String idType, String column, Purpose purpose, String owner) {
        return new Sealed(table, id, idType, column, purpose, owner, false);
    }

    /** The same where other values lie in the column as well. */
    public Sealed amongOthers() {
        return new Sealed(table, id, idType, column, purpose, owner, true);
    }

    /** Unique among all. */
    public String name() {
        return table + "." + column;
    }

    String ownerOf(Object id) {
        return owner + id;
    }
}
