package io.tollgate.auth.social;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.Locale;

/** Why nobody was signed in or linked. The audit log keeps the reason; clients read what the reason's code says to them. */
enum Refusal {
    CALLBACK_INVALID(ErrorCode.SOCIAL_CALLBACK_INVALID, "Invalid OAuth callback"),
    /** Another issuer answered than was asked: a mix-up (RFC 9207). */
    ISSUER_MISMATCH(ErrorCode.SOCIAL_CALLBACK_INVALID, "Invalid OAuth callback"),
    STATE_UNKNOWN(ErrorCode.SOCIAL_STATE_INVALID, "Invalid OAuth state"),
    STATE_EXPIRED(ErrorCode.SOCIAL_STATE_INVALID, "Invalid OAuth state"),
    /** Somebody else's browser came back: login CSRF, or a link sent to a victim. */
    STATE_OF_ANOTHER_BROWSER(ErrorCode.SOCIAL_STATE_INVALID, "Invalid OAuth state"),
    STATE_OF_ANOTHER_PROVIDER(ErrorCode.SOCIAL_STATE_INVALID, "Invalid OAuth state"),
    /** The user said no, or the provider did. */
    DENIED(ErrorCode.SOCIAL_LOGIN_FAILED, "%s authentication failed"),
    EXCHANGE_REFUSED(ErrorCode.SOCIAL_LOGIN_FAILED, "%s token exchange failed"),
    /** Says nothing we can believe: no token, no subject, a signature that is not the provider's. */
    ANSWER_INVALID(ErrorCode.SOCIAL_LOGIN_FAILED, "%s returned invalid response"),
    ANSWER_UNREADABLE(ErrorCode.SOCIAL_PROVIDER_ERROR, "Invalid JSON from %s"),
    PROVIDER_UNAVAILABLE(ErrorCode.SOCIAL_PROVIDER_UNAVAILABLE, "%s temporarily unavailable"),
    EMAIL_UNVERIFIED(ErrorCode.SOCIAL_EMAIL_UNVERIFIED, "Verify your e-mail address at %s first"),
    /** There is an account of this address that its owner must link from within. */
    LINK_REQUIRED(
            ErrorCode.SOCIAL_LINK_REQUIRED, "This address has an account: log in to it and add %s in its settings"),
    DISABLED(ErrorCode.SOCIAL_LOGIN_FAILED, "Sign-in failed"),
    TOKEN_INVALID(ErrorCode.SOCIAL_LOGIN_FAILED, "Sign-in failed"),
    TOKEN_REPLAYED(ErrorCode.SOCIAL_LOGIN_FAILED, "Sign-in failed"),
    CODE_INVALID(ErrorCode.SOCIAL_LOGIN_FAILED, "Sign-in failed"),
    /** The session that wanted the link has ended meanwhile. */
    LINK_ABANDONED(ErrorCode.SOCIAL_LOGIN_FAILED, "Sign-in failed"),
    IDENTITY_TAKEN(ErrorCode.IDENTITY_TAKEN, "This %s account belongs to another user"),
    IDENTITY_EXISTS(ErrorCode.IDENTITY_EXISTS, "Another %s account is linked already");

    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final ErrorCode code;
    private final String words;

    Refusal(ErrorCode code, String words) {
        this.code = code;
        this.words = words;
    }

    /** As the audit log has it. */
    String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As an app reads it in the query of its own address. */
    String error() {
        return code.code();
    }

    /** @param provider as people write it */
    ApiException exception(String provider) {
        ApiException refusal = new ApiException(code, words.formatted(provider));
        return this == PROVIDER_UNAVAILABLE ? refusal.retryAfter(PAUSE) : refusal;
    }
}
