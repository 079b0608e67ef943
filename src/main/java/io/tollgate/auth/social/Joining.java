package io.tollgate.auth.social;

import io.tollgate.auth.mailbox.MailboxProof;
import io.tollgate.auth.social.Settled.NotAdmitted;
import io.tollgate.auth.social.Settled.Owner;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Adds an identity to the account that has the same, proven address. Joins the caller's transaction, which has locked the user. */
@Component
class Joining {

    private final IdentityRepository identities;
    private final AccountRepository accounts;
    private final MailboxProof mailbox;
    private final IdentityMails mails;
    private final AuditLog audit;

    Joining(
            IdentityRepository identities,
            AccountRepository accounts,
            MailboxProof mailbox,
            IdentityMails mails,
            AuditLog audit) {
        this.identities = identities;
        this.accounts = accounts;
        this.mailbox = mailbox;
        this.mails = mails;
        this.audit = audit;
    }

    Mono<Settled> join(User user, ProvenIdentity proof, RequestFacts facts) {
        if (!user.active()) {
            return Mono.just(new NotAdmitted(Refusal.DISABLED));
        }
        if (user.admin()) {
            return Mono.just(new NotAdmitted(Refusal.LINK_REQUIRED));
        }
        if (!user.verified()) {
            return adopt(user, proof, facts);
        }
        return mayJoin(user, proof)
                .flatMap(may -> may ? link(user, proof, facts) : Mono.just(new NotAdmitted(Refusal.LINK_REQUIRED)));
    }

    /** Who came by way of this provider, and has no other, was brought over from the original system: it kept no identities. */
    private Mono<Boolean> mayJoin(User user, ProvenIdentity proof) {
        return proof.authoritative()
                ? Mono.just(true)
                : identities
                        .find(user.id(), proof.provider())
                        .hasElement()
                        .flatMap(known -> known || user.provider() != proof.provider()
                                ? Mono.just(known)
                                : accounts.hasNoWayIn(user.id()));
    }

    /** While the lock was waited for, the same identity may have been added; another of the same provider is no business of ours. */
    private Mono<Settled> link(User user, ProvenIdentity proof, RequestFacts facts) {
        return identities
                .find(user.id(), proof.provider())
                .<Settled>map(present -> present.subject().equals(proof.subject())
                        ? new Owner(user)
                        : new NotAdmitted(Refusal.LINK_REQUIRED))
                .switchIfEmpty(Mono.defer(() -> add(user, proof, facts)));
    }

    private Mono<Settled> adopt(User user, ProvenIdentity proof, RequestFacts facts) {
        return mailbox.prove(user, proof.provider().value(), facts).flatMap(proven -> add(proven, proof, facts));
    }

    private Mono<Settled> add(User user, ProvenIdentity proof, RequestFacts facts) {
        return identities
                .insert(user.id(), proof)
                .filter(added -> added)
                .switchIfEmpty(Mono.error(Outrun::new))
                .then(accounts.fillProfile(user.id(), proof.person()))
                .then(mails.linked(user, proof.provider(), facts))
                .then(audit.record(AuditEntry.of("identity.linked", facts)
                        .by(user.id())
                        .on("user", user.id())
                        .with(Map.of("provider", proof.provider().value(), "by", "address"))))
                .thenReturn(new Owner(user));
    }
}
