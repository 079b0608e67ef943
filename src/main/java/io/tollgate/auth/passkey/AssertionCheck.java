package io.tollgate.auth.passkey;

import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.util.ECUtil;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.tollgate.auth.passkey.AssertionResult.Asserted;
import io.tollgate.auth.passkey.AssertionResult.CountedBack;
import io.tollgate.auth.passkey.AssertionResult.NotAsserted;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Verifies that a passkey answered (WebAuthn §7.2). Whose it is, and which challenge it was to answer, the caller has looked up. */
@Component
class AssertionCheck {

    private final WebAuthnLibrary library;
    private final RelyingParty relyingParty;
    private final VerificationThreads threads;
    private final Bytes nobodysKey;

    AssertionCheck(WebAuthnLibrary library, RelyingParty relyingParty, VerificationThreads threads) {
        this.library = library;
        this.relyingParty = relyingParty;
        this.threads = threads;
        this.nobodysKey = library.encoded(EC2COSEKey.create(ECUtil.createKeyPair(), COSEAlgorithmIdentifier.ES256));
    }

    /** @param verifyUser whether the authenticator must have checked PIN or biometrics */
    Mono<AssertionResult> check(Assertion given, Passkey passkey, boolean verifyUser) {
        return threads.run(() -> verified(
                given,
                record(passkey.publicKey(), given, passkey.signCount(), passkey.backupEligible(), passkey.backedUp()),
                verifyUser));
    }

    /** As much work as for a passkey that exists, so that the time tells nobody which do. */
    Mono<Void> inVain(Assertion given) {
        return threads.run(() -> verified(given, record(nobodysKey, given, 0, false, false), true))
                .then();
    }

    private AssertionResult verified(Assertion given, CredentialRecord record, boolean verifyUser) {
        try {
            AuthenticationData data = library.manager()
                    .verify(
                            request(given),
                            new AuthenticationParameters(
                                    relyingParty.expecting(given.challenge().toArray()),
                                    record,
                                    null,
                                    verifyUser,
                                    true));
            AuthenticatorData<?> told = Objects.requireNonNull(data.getAuthenticatorData());
            return new Asserted(told.getSignCount(), told.isFlagUV(), told.isFlagBS());
        } catch (MaliciousCounterValueException _) {
            return new CountedBack();
        } catch (RuntimeException e) {
            // At garbage, webauthn4j, Jackson and the JCA throw of many kinds; none of them is a proof.
            return new NotAsserted(WebAuthnLibrary.reason(e));
        }
    }

    private static AuthenticationRequest request(Assertion given) {
        return new AuthenticationRequest(
                given.credentialId().toArray(),
                given.authenticatorData().toArray(),
                given.clientData().toArray(),
                given.signature().toArray());
    }

    private CredentialRecord record(
            Bytes publicKey, Assertion given, long signCount, boolean backupEligible, boolean backedUp) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                backupEligible,
                backedUp,
                signCount,
                new AttestedCredentialData(AAGUID.ZERO, given.credentialId().toArray(), library.key(publicKey)),
                null,
                null,
                null,
                Set.of());
    }
}
