package io.tollgate.billing.plan;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Told, within the transaction, that a plan got another version: what belongs to the old one may have to go with it. */
public interface NewVersionListener {

    Mono<Void> versionMade(UUID previousVersionId, UUID versionId);
}
