package io.tollgate.platform.web;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * Every error a client can get, as the stable {@code code} of its problem document. A code never changes its meaning and is
 * never renamed; the detail beside it may.
 */
public enum ErrorCode {
    // The request itself
    MALFORMED_BODY(HttpStatus.BAD_REQUEST, "The body cannot be read"),
    BODY_REQUIRED(HttpStatus.BAD_REQUEST, "A body is required"),
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be understood"),
    VALIDATION_FAILED(HttpStatus.UNPROCESSABLE_CONTENT, "The request is not valid"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No representation of this kind"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "This idempotency key was used for another request"),
    IDEMPOTENCY_KEY_IN_USE(HttpStatus.CONFLICT, "A request with this idempotency key is being worked on"),
    IDEMPOTENCY_ANSWER_LOST(
            HttpStatus.CONFLICT, "This request was carried out, but its answer is lost: look at what it was about"),
    IDEMPOTENCY_KEY_INVALID(HttpStatus.BAD_REQUEST, "An idempotency key has 1 to 255 visible characters"),
    // Who is asking
    NOT_AUTHENTICATED(HttpStatus.UNAUTHORIZED, "Not authenticated"),
    TOKEN_EXPIRED(HttpStatus.UNAUTHORIZED, "Token expired"),
    TOKEN_INVALID(HttpStatus.UNAUTHORIZED, "Invalid token"),
    USER_GONE(HttpStatus.UNAUTHORIZED, "Invalid authentication credentials"),
    INVALID_CREDENTIALS(HttpStatus.UNAUTHORIZED, "Invalid credentials"),
    REFRESH_TOKEN_MISSING(HttpStatus.UNAUTHORIZED, "Refresh token is missing"),
    REFRESH_TOKEN_INVALID(HttpStatus.UNAUTHORIZED, "Invalid refresh token"),
    REFRESH_TOKEN_REUSED(HttpStatus.UNAUTHORIZED, "Refresh token was already used"),
    SESSION_ENDED(HttpStatus.UNAUTHORIZED, "The session has ended"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "Forbidden"),
    REAUTHENTICATION_REQUIRED(HttpStatus.FORBIDDEN, "Sign in again to do this"),
    ACCOUNT_DISABLED(HttpStatus.FORBIDDEN, "User is disabled"),
    ACCOUNT_NOT_ACTIVE(HttpStatus.FORBIDDEN, "User account is not active or verified"),
    ADMIN_REQUIRED(HttpStatus.FORBIDDEN, "User does not have admin privileges"),
    ORIGIN_NOT_ALLOWED(HttpStatus.FORBIDDEN, "This origin is not allowed"),
    // Registration and verification
    EMAIL_TAKEN(HttpStatus.BAD_REQUEST, "Email already exists"),
    USERNAME_TAKEN(HttpStatus.BAD_REQUEST, "Username already exists"),
    VERIFICATION_TOKEN_INVALID(HttpStatus.UNAUTHORIZED, "Invalid token"),
    // Passkeys
    PASSKEY_REFUSED(HttpStatus.BAD_REQUEST, "The passkey could not be verified"),
    PASSKEY_NOT_FOUND(HttpStatus.NOT_FOUND, "Passkey not found"),
    PASSKEY_LIMIT_REACHED(HttpStatus.CONFLICT, "This account has as many passkeys as it may have"),
    PASSKEY_IS_LAST_LOGIN(HttpStatus.CONFLICT, "Without this passkey there would be no way to log in"),
    // Service accounts
    SERVICE_TOKEN_REQUIRED(HttpStatus.FORBIDDEN, "Only a service account may do this"),
    USER_TOKEN_REQUIRED(HttpStatus.FORBIDDEN, "A service account may not do this"),
    SCOPE_MISSING(HttpStatus.FORBIDDEN, "The service account lacks the scope for this"),
    SERVICE_ACCOUNT_NOT_FOUND(HttpStatus.NOT_FOUND, "Service account not found"),
    SERVICE_ACCOUNT_NAME_TAKEN(HttpStatus.CONFLICT, "Another service account has this name"),
    SERVICE_ACCOUNT_REVOKED(HttpStatus.CONFLICT, "The service account is revoked"),
    // Signing keys
    SIGNING_KEY_NOT_FOUND(HttpStatus.NOT_FOUND, "Signing key not found"),
    SIGNING_KEY_ANNOUNCED(HttpStatus.CONFLICT, "A new key is announced already"),
    SIGNING_KEYS_FROM_FILES(HttpStatus.CONFLICT, "The signing keys come from files; change JWT_SIGNING_KEYS"),
    // Administration of users
    USER_NOT_FOUND(HttpStatus.NOT_FOUND, "User not found"),
    SESSION_NOT_FOUND(HttpStatus.NOT_FOUND, "Session not found"),
    OWN_ACCOUNT(HttpStatus.CONFLICT, "Not to your own account"),
    NOT_IMPERSONATED(HttpStatus.CONFLICT, "Nobody may act for this user"),
    USER_NOT_ACTIVE(HttpStatus.CONFLICT, "The user has no access"),
    // Account
    LAST_ADMINISTRATOR(HttpStatus.CONFLICT, "There must be an administrator left"),
    // Passwords and login codes
    RESET_TOKEN_INVALID(HttpStatus.UNAUTHORIZED, "Invalid token"),
    WRONG_PASSWORD(HttpStatus.FORBIDDEN, "Old password isn't correct."),
    LOGIN_CODE_INVALID(HttpStatus.BAD_REQUEST, "Invalid code or email."),
    LOGIN_CODE_EXPIRED(HttpStatus.BAD_REQUEST, "Code has expired."),
    EMAIL_UNKNOWN(HttpStatus.BAD_REQUEST, "Invalid  email."),
    // Second factors
    MFA_INVALID(HttpStatus.UNAUTHORIZED, "Invalid or expired code"),
    MFA_CODE_INVALID(HttpStatus.FORBIDDEN, "Invalid or expired code"),
    STEP_UP_REFUSED(HttpStatus.FORBIDDEN, "Invalid password or code"),
    MFA_REQUIRED(HttpStatus.FORBIDDEN, "A second factor is required"),
    MFA_ALREADY_ENABLED(HttpStatus.CONFLICT, "Two-step login is already on"),
    MFA_NOT_ENABLED(HttpStatus.CONFLICT, "Two-step login is not on"),
    // Sign-in elsewhere
    SOCIAL_CALLBACK_INVALID(HttpStatus.BAD_REQUEST, "Invalid OAuth callback"),
    SOCIAL_STATE_INVALID(HttpStatus.BAD_REQUEST, "Invalid OAuth state"),
    SOCIAL_LOGIN_FAILED(HttpStatus.BAD_REQUEST, "Sign-in failed"),
    SOCIAL_EMAIL_UNVERIFIED(HttpStatus.FORBIDDEN, "The provider has not verified an e-mail address"),
    SOCIAL_LINK_REQUIRED(HttpStatus.CONFLICT, "This address has an account"),
    SOCIAL_PROVIDER_ERROR(HttpStatus.BAD_GATEWAY, "The provider's answer cannot be read"),
    SOCIAL_PROVIDER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The provider does not answer"),
    IDENTITY_TAKEN(HttpStatus.CONFLICT, "This identity belongs to another user"),
    IDENTITY_EXISTS(HttpStatus.CONFLICT, "Another identity of this provider is linked already"),
    IDENTITY_LAST(HttpStatus.CONFLICT, "Without it you could not sign in any more"),
    // Billing
    PLAN_NOT_FOUND(HttpStatus.NOT_FOUND, "Plan not found"),
    PLAN_CODE_TAKEN(HttpStatus.BAD_REQUEST, "Existing Code"),
    PLAN_ALREADY_DELETED(HttpStatus.BAD_REQUEST, "Plan already deleted"),
    PLAN_NOT_READY(HttpStatus.SERVICE_UNAVAILABLE, "The plan is not yet known to the payment provider"),
    PLAN_NOT_SOLD(HttpStatus.CONFLICT, "The plan is not on sale"),
    MIGRATION_RUNNING(HttpStatus.CONFLICT, "A migration of this plan is under way"),
    MIGRATION_NOT_FOUND(HttpStatus.NOT_FOUND, "No such migration"),
    PAYMENT_NOT_FOUND(HttpStatus.NOT_FOUND, "No such payment"),
    PAYMENT_NOT_REFUNDABLE(HttpStatus.CONFLICT, "There is nothing of this payment to give back"),
    PAYMENT_DISPUTED(HttpStatus.CONFLICT, "The payer's bank decides about this payment"),
    REFUND_TOO_HIGH(HttpStatus.CONFLICT, "More than is left of the payment"),
    FEATURE_NOT_FOUND(HttpStatus.NOT_FOUND, "No such feature"),
    FEATURE_KEY_TAKEN(HttpStatus.CONFLICT, "There is a feature with this key"),
    FEATURE_IN_USE(HttpStatus.CONFLICT, "The feature belongs to a plan or has been used"),
    FEATURE_NOT_METERED(HttpStatus.BAD_REQUEST, "The feature is not counted"),
    ENTITLEMENT_MISSING(HttpStatus.FORBIDDEN, "Your plan does not include this"),
    ENTITLEMENT_EXHAUSTED(HttpStatus.FORBIDDEN, "The limit of your plan is used up"),
    SUBSCRIPTION_REQUIRED(HttpStatus.FORBIDDEN, "You need an active subscription to access this resource."),
    PLAN_REQUIRED(HttpStatus.FORBIDDEN, "Your plan does not open this"),
    SUBSCRIPTION_EXISTS(HttpStatus.BAD_REQUEST, "User already has an active subscription"),
    SUBSCRIPTION_NOT_FOUND(HttpStatus.NOT_FOUND, "No active subscription"),
    CANCELLATION_PENDING(
            HttpStatus.BAD_REQUEST, "Subscription is already set to cancel at the end of the billing period."),
    NOTHING_TO_RESUME(HttpStatus.BAD_REQUEST, "Subscription is neither set to cancel nor paused."),
    SAME_PLAN(HttpStatus.BAD_REQUEST, "You are already on this plan."),
    PLAN_IS_FREE(HttpStatus.BAD_REQUEST, "A free plan is not paid for: change to it instead."),
    CHANGE_PLANNED(HttpStatus.BAD_REQUEST, "This change is already planned."),
    NO_CHANGE_PLANNED(HttpStatus.NOT_FOUND, "No change is planned."),
    CHANGE_WAITING(HttpStatus.CONFLICT, "Another change waits for its payment"),
    SUBSCRIPTION_ENDING(HttpStatus.CONFLICT, "The subscription is set to end; resume it first"),
    SUBSCRIPTION_PAUSED(HttpStatus.CONFLICT, "The subscription is paused; resume it first"),
    PAYMENT_OVERDUE(HttpStatus.CONFLICT, "A payment is overdue; pay it first"),
    PAYMENT_REFUSED(HttpStatus.PAYMENT_REQUIRED, "The payment was refused"),
    PLAN_CURRENCY_DIFFERS(HttpStatus.CONFLICT, "The plan is paid in another currency"),
    NOT_BY_CHECKOUT(HttpStatus.CONFLICT, "The subscription is not paid on a checkout page: change its plan instead"),
    SUBSCRIPTION_PARKED(HttpStatus.CONFLICT, "The subscription cannot be billed until somebody has looked at it"),
    SUBSCRIPTION_NOT_PARKED(HttpStatus.CONFLICT, "The subscription is not parked"),
    CANNOT_BE_RATED(HttpStatus.CONFLICT, "What was used comes to more than can be billed"),
    NOTHING_TO_PAUSE(HttpStatus.CONFLICT, "In a trial there is nothing to pause"),
    NOTHING_UPCOMING(HttpStatus.NOT_FOUND, "No invoice is to come"),
    TEST_CLOCK_MOVING(HttpStatus.CONFLICT, "Another request moves this customer through time"),
    NO_BILLING_ACCOUNT(HttpStatus.NOT_FOUND, "Nothing has been bought yet"),
    WEBHOOK_SIGNATURE_INVALID(HttpStatus.BAD_REQUEST, "The signature is not valid"),
    WEBHOOK_INVALID(HttpStatus.BAD_REQUEST, "This is not an event"),
    RECONCILIATION_NOT_FOUND(HttpStatus.NOT_FOUND, "No such reconciliation"),
    INVOICE_NOT_FOUND(HttpStatus.NOT_FOUND, "No such invoice"),
    INVOICE_NOT_VOIDABLE(HttpStatus.CONFLICT, "The invoice is settled, or a part of it was paid"),
    INVOICE_NOT_OPEN(HttpStatus.CONFLICT, "The invoice is not open"),
    INVOICE_NOT_CORRECTABLE(HttpStatus.CONFLICT, "The invoice cannot be corrected"),
    INVOICE_LINE_NOT_FOUND(HttpStatus.NOT_FOUND, "The invoice has no such line"),
    CREDIT_TOO_HIGH(HttpStatus.CONFLICT, "More than is left of the invoice"),
    COUPON_NOT_FOUND(HttpStatus.NOT_FOUND, "No such coupon"),
    COUPON_CODE_TAKEN(HttpStatus.CONFLICT, "There is a coupon with this code"),
    COUPON_NOT_REDEEMABLE(HttpStatus.CONFLICT, "The coupon has ended or is used up"),
    COUPON_ALREADY_APPLIED(HttpStatus.CONFLICT, "The customer has this coupon"),
    TAX_RATE_NOT_FOUND(HttpStatus.NOT_FOUND, "No such tax rate"),
    TAX_RATE_CODE_TAKEN(HttpStatus.CONFLICT, "There is a tax rate with this code"),
    BALANCE_TOO_LOW(HttpStatus.CONFLICT, "The balance is too low"),
    CURRENCY_SETTLED(HttpStatus.CONFLICT, "The account is billed in another currency"),
    NO_REFUND_WAITING(HttpStatus.NOT_FOUND, "No refund of this credit note waits to be made by hand"),
    INVOICE_PAID_BY_HAND(HttpStatus.CONFLICT, "This invoice is paid by transfer or the like, on no page"),
    PAYMENT_IN_PROGRESS(HttpStatus.CONFLICT, "A payment is on its way; ask again later"),
    PAYMENT_PROVIDER_ERROR(HttpStatus.BAD_GATEWAY, "The payment provider refused the request"),
    PAYMENT_PROVIDER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The payment provider does not answer"),
    // Metered usage
    METRIC_NOT_FOUND(HttpStatus.NOT_FOUND, "No such metric"),
    METRIC_CODE_TAKEN(HttpStatus.CONFLICT, "There is a metric with this code"),
    METRIC_IN_USE(HttpStatus.CONFLICT, "A plan charges for the metric"),
    USAGE_CONFLICT(HttpStatus.CONFLICT, "Something else was told under this transaction_id"),
    USAGE_TOO_LATE(HttpStatus.UNPROCESSABLE_CONTENT, "It happened too long ago"),
    // Webhooks to others
    WEBHOOK_ENDPOINT_NOT_FOUND(HttpStatus.NOT_FOUND, "No such endpoint"),
    WEBHOOK_ENDPOINT_DISABLED(HttpStatus.CONFLICT, "The endpoint is disabled"),
    WEBHOOK_ENDPOINT_LIMIT(HttpStatus.CONFLICT, "There are as many endpoints as there may be"),
    WEBHOOK_DELIVERY_NOT_FOUND(HttpStatus.NOT_FOUND, "No such delivery"),
    WEBHOOK_DELIVERY_PENDING(HttpStatus.CONFLICT, "The delivery is still being tried"),
    // Jobs
    DEAD_LETTER_NOT_FOUND(HttpStatus.NOT_FOUND, "No such dead letter"),
    DEAD_LETTER_UNREADABLE(HttpStatus.CONFLICT, "The message was no job and cannot be run"),
    // Ourselves
    BUSY(HttpStatus.SERVICE_UNAVAILABLE, "Too much to do; try again"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Temporarily unavailable"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "Internal error");

    private final HttpStatus status;
    private final String title;

    ErrorCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** As it stands in the problem document: {@code email_taken}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
