package io.tollgate.auth.guessing;

/**
 * One try at a secret.
 *
 * @param account digest of the account as it was named, whether it exists or not
 * @param from the block of addresses it came from
 */
record Guess(Guessed what, String account, String from) {

    /** What failures of this account are counted under. */
    String key() {
        return what.value() + ":" + account;
    }

    @Override
    public String toString() {
        return "Guess[" + what + "]";
    }
}
