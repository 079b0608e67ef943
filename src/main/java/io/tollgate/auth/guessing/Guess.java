package io.tollgate.auth.guessing;

import java.util.List;

/**
 * One try at a secret.
 *
 * @param account digest of the account as it was named, whether it exists or not
 * @param former digests of the same under other secrets of the deployment: what was counted under those counts
 * @param from the block of addresses it came from
 */
record Guess(Guessed what, String account, List<String> former, String from) {

    Guess(Guessed what, String account, String from) {
        this(what, account, List.of(), from);
    }

    /** What failures of this account are counted under. */
    String key() {
        return key(account);
    }

    String key(String digest) {
        return what.value() + ":" + digest;
    }

    @Override
    public String toString() {
        return "Guess[" + what + "]";
    }
}
