package io.tollgate.user;

import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The account and the profile. */
@Component
@Order(0)
class AccountData implements PersonalData {

    private final UserRepository users;

    AccountData(UserRepository users) {
        this.users = users;
    }

    @Override
    public String section() {
        return "account";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return users.findMe(userId).flux();
    }
}
