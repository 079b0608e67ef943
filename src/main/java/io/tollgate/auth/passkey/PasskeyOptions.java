package io.tollgate.auth.passkey;

import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import io.tollgate.auth.passkey.CreationOptions.Extensions;
import io.tollgate.auth.passkey.CreationOptions.Parameters;
import io.tollgate.auth.passkey.CreationOptions.RelyingPartyEntity;
import io.tollgate.auth.passkey.CreationOptions.Selection;
import io.tollgate.auth.passkey.CreationOptions.UserEntity;
import io.tollgate.auth.passkey.PasskeyChallenges.Purpose;
import io.tollgate.platform.time.Ids;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What a browser is given to begin with: a challenge and what is wanted of the authenticator. */
@Component
class PasskeyOptions {

    private final PasskeyChallenges challenges;
    private final PasskeyRepository passkeys;
    private final UserRepository users;
    private final RelyingParty relyingParty;
    private final PasskeyProperties properties;
    private final Ids ids;

    PasskeyOptions(
            PasskeyChallenges challenges,
            PasskeyRepository passkeys,
            UserRepository users,
            RelyingParty relyingParty,
            PasskeyProperties properties,
            Ids ids) {
        this.challenges = challenges;
        this.passkeys = passkeys;
        this.users = users;
        this.relyingParty = relyingParty;
        this.properties = properties;
        this.ids = ids;
    }

    /** Empty when the user has as many passkeys as are allowed. */
    Mono<CreationOptions> forRegistration(User user, SignedIn who) {
        return passkeys.list(user.id())
                .filter(present -> present.size() < properties.maxPerUser())
                .flatMap(present -> Mono.zip(
                                passkeys.handle(user.id()),
                                challenges.issue(
                                        Purpose.REGISTRATION,
                                        user.id(),
                                        who.sessionId().toString()))
                        .map(made -> creation(user, made.getT1(), made.getT2(), present)));
    }

    /**
     * For a login. Names no passkeys, whoever is given: which an account has, or that there is none, is nobody's business before a
     * login (WebAuthn §14.6.2, §14.6.3). For a name that nobody has, the challenge is one that nobody can answer.
     *
     * @param identifier e-mail address or username; null: whoever has a passkey
     */
    Mono<RequestOptions> forLogin(@Nullable String identifier, @Nullable String browser) {
        return identifier == null
                ? login(null, browser)
                : find(identifier)
                        .map(User::id)
                        .switchIfEmpty(Mono.fromSupplier(ids::next))
                        .flatMap(userId -> login(userId, browser));
    }

    /** For who has shown a first factor already; names the passkeys, so that security keys without a memory serve as well. */
    Mono<RequestOptions> forSecondFactor(UUID userId, UUID occasion) {
        return passkeys.list(userId)
                .flatMap(present -> challenges
                        .issue(Purpose.SECOND_FACTOR, userId, occasion.toString())
                        .map(challenge -> request(challenge, present, RequestOptions.PREFERRED)));
    }

    private Mono<User> find(String identifier) {
        return identifier.indexOf('@') >= 0 ? users.findByEmail(identifier) : users.findByUsername(identifier);
    }

    private Mono<RequestOptions> login(@Nullable UUID userId, @Nullable String browser) {
        return challenges
                .issue(Purpose.LOGIN, userId, browser)
                .map(challenge -> request(challenge, List.of(), RequestOptions.REQUIRED));
    }

    private CreationOptions creation(User user, Bytes handle, Bytes challenge, List<Passkey> present) {
        return new CreationOptions(
                new RelyingPartyEntity(relyingParty.id(), relyingParty.name()),
                new UserEntity(handle.text(), user.emailDisplay(), user.username()),
                challenge.text(),
                AttestationCheck.ALGORITHMS.stream()
                        .map(COSEAlgorithmIdentifier::getValue)
                        .map(algorithm -> new Parameters(W3c.TYPE, algorithm))
                        .toList(),
                properties.challengeTtl().toMillis(),
                descriptors(present),
                Selection.PREFERRED,
                "none",
                new Extensions(true));
    }

    private RequestOptions request(Bytes challenge, List<Passkey> allowed, String userVerification) {
        return new RequestOptions(
                challenge.text(),
                properties.challengeTtl().toMillis(),
                relyingParty.id(),
                descriptors(allowed),
                userVerification);
    }

    private static List<CredentialDescriptor> descriptors(List<Passkey> passkeys) {
        return passkeys.stream().map(CredentialDescriptor::of).toList();
    }
}
