package io.tollgate.auth.serviceaccount;

import io.tollgate.platform.db.Keyset;
import io.tollgate.user.PersonalData;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The service accounts the user answers for, those that were revoked, too; without their secrets. */
@Component
class ServiceAccountData implements PersonalData {

    private static final UUID START = new UUID(0, 0);

    private final ServiceAccountRepository accounts;

    ServiceAccountData(ServiceAccountRepository accounts) {
        this.accounts = accounts;
    }

    @Override
    public String section() {
        return "service_accounts";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return Keyset.<ServiceAccount>all(
                last -> accounts.ownedBy(userId, last == null ? START : last.id(), Keyset.PAGE));
    }
}
