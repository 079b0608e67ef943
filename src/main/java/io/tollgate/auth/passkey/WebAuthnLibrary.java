package io.tollgate.auth.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.verifier.exception.VerificationException;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * webauthn4j, set up: attestation is neither asked for nor trusted, since whoever may register a passkey may use any authenticator.
 * It brings mappers of its own for JSON and CBOR; ours know nothing of them.
 */
@Component
class WebAuthnLibrary {

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);

    WebAuthnManager manager() {
        return manager;
    }

    Bytes encoded(COSEKey key) {
        return Bytes.of(converter.getCborConverter().writeValueAsBytes(key));
    }

    COSEKey key(Bytes encoded) {
        return Objects.requireNonNull(converter.getCborConverter().readValue(encoded.toArray(), COSEKey.class));
    }

    /** Why it was refused, for the audit log: {@code bad_origin}; never what stood in it. */
    static String reason(RuntimeException refusal) {
        return refusal instanceof VerificationException
                ? refusal.getClass()
                        .getSimpleName()
                        .replaceAll("Exception$", "")
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT)
                : "malformed";
    }
}
