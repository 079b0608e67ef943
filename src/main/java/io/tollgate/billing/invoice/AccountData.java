package io.tollgate.billing.invoice;

import io.tollgate.user.PersonalData;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How the user is billed, and each change of what they have with us. */
@Repository
class AccountData implements PersonalData {

    private static final int PAGE = 200;

    private final AccountViews views;
    private final Balances balances;

    AccountData(AccountViews views, Balances balances) {
        this.views = views;
        this.balances = balances;
    }

    /** The account, and its entries. */
    record Line(AccountView account, List<EntryView> entries) {}

    @Override
    public String section() {
        return "billing_account";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return views.of(userId).zipWith(entries(userId), Line::new).flux();
    }

    private Mono<List<EntryView>> entries(UUID userId) {
        return page(userId, 0)
                .expand(page -> page.rows().size() < PAGE ? Mono.empty() : page(userId, page.offset() + PAGE))
                .concatMapIterable(Chunk::rows)
                .collectList();
    }

    private record Chunk(int offset, List<EntryView> rows) {}

    private Mono<Chunk> page(UUID userId, int offset) {
        return balances.page(userId, PAGE, offset)
                .map(EntryView::of)
                .collectList()
                .map(rows -> new Chunk(offset, rows));
    }
}
