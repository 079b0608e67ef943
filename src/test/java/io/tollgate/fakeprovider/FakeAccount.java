package io.tollgate.fakeprovider;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's account at the provider.
 *
 * @param id GitHub's number, and Google's subject
 * @param login GitHub's name; may change hands
 * @param email null: shows none
 */
public record FakeAccount(
        long id,
        String login,
        @Nullable String name,
        @Nullable String email,
        boolean emailVerified) {

    public FakeAccount email(@Nullable String other) {
        return new FakeAccount(id, login, name, other, emailVerified);
    }

    public FakeAccount unverified() {
        return new FakeAccount(id, login, name, email, false);
    }

    public FakeAccount name(@Nullable String other) {
        return new FakeAccount(id, login, other, email, emailVerified);
    }

    public FakeAccount login(String other) {
        return new FakeAccount(id, other, name, email, emailVerified);
    }

    String subject() {
        return Long.toString(id);
    }
}
