package io.tollgate.auth.passkey;

import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.util.SignatureUtil;
import io.tollgate.auth.passkey.AttestationResult.Attested;
import io.tollgate.auth.passkey.AttestationResult.NotAttested;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Verifies new passkeys (WebAuthn §7.1). */
@Component
class AttestationCheck {

    /** The best first: Ed25519, ECDSA on P-256, and RSA for Windows Hello. */
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256);

    private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
            .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
            .toList();

    private static final int MIN_MODULUS_BITS = 2_048;
    private static final int MAX_MODULUS_BITS = 4_096;
    private static final int MAX_EXPONENT_BITS = 32;

    private final WebAuthnLibrary library;
    private final RelyingParty relyingParty;
    private final VerificationThreads threads;

    AttestationCheck(WebAuthnLibrary library, RelyingParty relyingParty, VerificationThreads threads) {
        this.library = library;
        this.relyingParty = relyingParty;
        this.threads = threads;
    }

    Mono<AttestationResult> check(Attestation given) {
        return threads.run(() -> verified(given));
    }

    private AttestationResult verified(Attestation given) {
        try {
            RegistrationData data = library.manager()
                    .verify(
                            new RegistrationRequest(
                                    given.attestationObject().toArray(),
                                    given.clientData().toArray()),
                            new RegistrationParameters(
                                    relyingParty.expecting(given.challenge().toArray()), PARAMETERS, false, true));
            return attested(
                    given, Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData());
        } catch (RuntimeException e) {
            // At garbage, webauthn4j, Jackson and the JCA throw of many kinds; none of them is a proof.
            return new NotAttested(WebAuthnLibrary.reason(e));
        }
    }

    private AttestationResult attested(Attestation given, AuthenticatorData<?> data) {
        AttestedCredentialData credential = Objects.requireNonNull(data.getAttestedCredentialData());
        Bytes credentialId = Bytes.of(credential.getCredentialId());
        if (!credentialId.equals(given.credentialId())) {
            return new NotAttested("credential_id");
        }
        if (!isUsable(credential.getCOSEKey())) {
            return new NotAttested("unusable_key");
        }
        return new Attested(
                credentialId,
                library.encoded(credential.getCOSEKey()),
                Objects.requireNonNull(credential.getAaguid().getValue()),
                data.getSignCount(),
                data.isFlagUV(),
                data.isFlagBE(),
                data.isFlagBS());
    }

    /** Fits its algorithm; and as large an RSA key as anybody has, since each login would have to work with a larger one. */
    private static boolean isUsable(COSEKey key) {
        PublicKey publicKey = Objects.requireNonNull(key.getPublicKey());
        if (publicKey instanceof RSAPublicKey rsa && !isReasonable(rsa)) {
            return false;
        }
        try {
            SignatureUtil.createSignature(
                            Objects.requireNonNull(key.getAlgorithm()).toSignatureAlgorithm())
                    .initVerify(publicKey);
            return true;
        } catch (InvalidKeyException _) {
            return false;
        }
    }

    private static boolean isReasonable(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= MIN_MODULUS_BITS
                && bits <= MAX_MODULUS_BITS
                && key.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS;
    }
}
