package io.tollgate.auth.social;

import io.tollgate.auth.social.Settled.NotAdmitted;
import io.tollgate.auth.social.Settled.Owner;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds or makes the account of a proven identity. Joins the caller's transaction, which begins again at {@link Outrun}.
 *
 * <p>An account of the same address is joined only if the provider vouches for the mailbox. Was it never proven here, whoever made
 * the account may not be the mailbox's owner, and keeps nothing of it (pre-hijacking, Sudhodanan and Paverd 2022). Administrators
 * add identities from within: more hangs on their account than on a mailbox.
 */
@Component
class Accounts {

    private final IdentityRepository identities;
    private final AccountRepository accounts;
    private final UserRepository users;
    private final Joining joining;
    private final FreeUsernames usernames;
    private final AuditLog audit;
    private final Ids ids;
    private final Clock clock;

    Accounts(
            IdentityRepository identities,
            AccountRepository accounts,
            UserRepository users,
            Joining joining,
            FreeUsernames usernames,
            AuditLog audit,
            Ids ids,
            Clock clock) {
        this.identities = identities;
        this.accounts = accounts;
        this.users = users;
        this.joining = joining;
        this.usernames = usernames;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<Settled> settle(ProvenIdentity proof, RequestFacts facts) {
        return identities
                .owner(proof.provider(), proof.subject())
                .flatMap(user -> known(user, proof))
                .switchIfEmpty(Mono.defer(() -> firstTime(proof, facts)));
    }

    private Mono<Settled> known(User user, ProvenIdentity proof) {
        return identities
                .used(user.id(), proof)
                .filter(still -> still)
                .<Settled>map(_ -> new Owner(user))
                .switchIfEmpty(Mono.error(Outrun::new));
    }

    private Mono<Settled> firstTime(ProvenIdentity proof, RequestFacts facts) {
        if (proof.fallbackEmail() != null) {
            return freeFallback(proof.fallbackEmail()).flatMap(address -> make(address, proof, facts));
        }
        String email = proof.provenEmail();
        return email == null
                ? Mono.just(new NotAdmitted(Refusal.EMAIL_UNVERIFIED))
                : accounts.lockByEmail(email)
                        .flatMap(user -> joining.join(user, proof, facts))
                        .switchIfEmpty(Mono.defer(() -> make(email, proof, facts)));
    }

    /** Logins at GitHub change hands, so an account of this address may be somebody else's: never joined, only avoided. */
    private Mono<String> freeFallback(String address) {
        return users.findByEmail(address)
                .map(_ -> address.replace(
                        "@", "+" + HexFormat.of().toHexDigits(ids.next().getLeastSignificantBits()) + "@"))
                .defaultIfEmpty(address);
    }

    private Mono<Settled> make(String email, ProvenIdentity proof, RequestFacts facts) {
        return usernames
                .free(proof)
                .flatMap(name -> users.insert(newUser(email, name, proof.provider())))
                .filterWhen(user -> identities.insert(user.id(), proof))
                .switchIfEmpty(Mono.error(Outrun::new))
                .flatMap(user -> accounts.fillProfile(user.id(), proof.person())
                        .then(audit.record(AuditEntry.of("register", facts)
                                .by(user.id())
                                .on("user", user.id())
                                .with(Map.of("provider", proof.provider().value()))))
                        .thenReturn(new Owner(user)));
    }

    private User newUser(String email, String username, User.Provider provider) {
        return new User(
                ids.next(), User.normaliseEmail(email), email, username, provider, false, true, true, clock.instant());
    }
}
