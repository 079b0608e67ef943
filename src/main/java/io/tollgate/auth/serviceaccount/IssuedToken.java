package io.tollgate.auth.serviceaccount;

/**
 * The only answer that holds the token.
 *
 * @param token to be kept by the machine; it cannot be shown again
 */
record IssuedToken(ServiceAccount account, String token) {

    @Override
    public String toString() {
        return "IssuedToken[account=" + account.id() + "]";
    }
}
