package io.tollgate.fakeprovider;

/** Ways in which a provider, or somebody who pretends to be one, can be wrong. */
public enum Mischief {
    // On the way back
    WRONG_STATE,
    NO_STATE,
    NO_CODE,
    WRONG_ISSUER,
    NO_ISSUER,
    DENIES,
    /** Somebody else's code comes along with the right state. */
    SWAPPED_CODE,

    // At the token endpoint
    TOKEN_SLOW,
    TOKEN_500,
    TOKEN_429,
    TOKEN_400,
    TOKEN_REDIRECT,
    TOKEN_GARBAGE,
    TOKEN_NULL,
    TOKEN_EMPTY_OBJECT,
    TOKEN_WRONG_TYPES,
    TOKEN_HUGE,
    TOKEN_RESET,

    /** No mischief, though it makes a difference: the account is not of a Workspace domain. */
    PERSONAL_ACCOUNT,

    // In the id_token
    ID_NOT_A_TOKEN,
    ID_EXPIRED,
    ID_WITHOUT_EXPIRY,
    ID_FORGED,
    ID_UNSIGNED,
    ID_HMAC_WITH_PUBLIC_KEY,
    ID_BRINGS_ITS_KEY,
    ID_UNKNOWN_KEY,
    ID_WRONG_AUDIENCE,
    ID_SECOND_AUDIENCE,
    ID_WITHOUT_AUDIENCE,
    ID_WRONG_ISSUER,
    ID_WRONG_NONCE,
    ID_WITHOUT_NONCE,
    ID_WITHOUT_SUBJECT,
    ID_WITHOUT_EMAIL,
    ID_EMAIL_VERIFIED_AS_TEXT,

    // At the API and the key set
    API_SLOW,
    API_500,
    API_401,
    API_GARBAGE,
    API_WITHOUT_ID,
    USERINFO_OF_ANOTHER,
    EMAILS_FORBIDDEN,
    EMAILS_500,
    EMAILS_GARBAGE,
    KEYS_500,
    KEYS_GARBAGE,
    KEYS_SLOW
}
