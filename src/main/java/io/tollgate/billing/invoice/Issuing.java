package io.tollgate.billing.invoice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Issues invoices: locks their accounts, leaves out those that exist, reckons, numbers, writes. Numbers are taken last, so that their
 * series is locked for as short as can be; a transaction that fails gives them back.
 */
@Component
class Issuing {

    private final BillingAccounts accounts;
    private final HeldCoupons coupons;
    private final InvoiceRepository invoices;
    private final Balances balances;
    private final Numbers numbers;
    private final Drafting drafting;
    private final InvoiceNews news;
    private final TransactionalOperator tx;

    Issuing(
            BillingAccounts accounts,
            HeldCoupons coupons,
            InvoiceRepository invoices,
            Balances balances,
            Numbers numbers,
            Drafting drafting,
            InvoiceNews news,
            TransactionalOperator tx) {
        this.accounts = accounts;
        this.coupons = coupons;
        this.invoices = invoices;
        this.balances = balances;
        this.numbers = numbers;
        this.drafting = drafting;
        this.news = news;
        this.tx = tx;
    }

    Mono<List<Invoice>> issue(List<InvoiceDraft> drafts) {
        return documents(drafts).flatMap(this::write).as(tx::transactional);
    }

    /** @param before what is written first, while others may still take numbers */
    <R> Mono<R> issue(List<InvoiceDraft> drafts, Function<List<InvoiceDocument>, Mono<R>> before) {
        return documents(drafts)
                .flatMap(documents -> before.apply(documents).delayUntil(_ -> write(documents)))
                .as(tx::transactional);
    }

    private Mono<List<InvoiceDocument>> documents(List<InvoiceDraft> drafts) {
        List<InvoiceDraft> billable =
                drafts.stream().filter(draft -> !draft.fees().isEmpty()).toList();
        if (billable.isEmpty()) {
            return Mono.just(List.of());
        }
        Set<UUID> users = billable.stream().map(InvoiceDraft::userId).collect(Collectors.toSet());
        return accounts.lock(users)
                .flatMap(locked -> missing(billable)
                        .flatMap(missing -> coupons.of(users).map(held -> reckon(missing, locked, held)))
                        .delayUntil(documents -> accounts.settleCurrencies(undecided(documents, locked))));
    }

    private static Map<UUID, String> undecided(List<InvoiceDocument> documents, Map<UUID, BillingAccount> locked) {
        Map<UUID, String> currencies = new HashMap<>();
        for (InvoiceDocument document : documents) {
            Invoice invoice = document.invoice();
            BillingAccount account = locked.get(invoice.userId());
            if (account != null && account.currency() == null) {
                currencies.put(invoice.userId(), invoice.currency());
            }
        }
        return currencies;
    }

    /** Asked only after the accounts are locked: whoever held them has committed. */
    private Mono<List<InvoiceDraft>> missing(List<InvoiceDraft> drafts) {
        return invoices.existing(drafts.stream().map(Issuing::key).toList()).map(existing -> {
            Set<InvoiceRepository.Key> known = new HashSet<>(existing);
            return drafts.stream().filter(draft -> known.add(key(draft))).toList();
        });
    }

    private static InvoiceRepository.Key key(InvoiceDraft draft) {
        return new InvoiceRepository.Key(
                draft.subscriptionId(),
                Drafting.micros(draft.periodStart()),
                draft.kind().value());
    }

    /** One after the other, so that a balance or a coupon is not used twice. */
    private List<InvoiceDocument> reckon(
            List<InvoiceDraft> drafts, Map<UUID, BillingAccount> locked, Map<UUID, List<HeldCoupon>> held) {
        Map<UUID, BillingAccount> now = new HashMap<>(locked);
        Map<UUID, List<HeldCoupon>> hands = new HashMap<>(held);
        List<InvoiceDocument> documents = new ArrayList<>();
        for (InvoiceDraft draft : drafts) {
            BillingAccount account = now.get(draft.userId());
            if (account == null) {
                throw new IllegalArgumentException("There is no user " + draft.userId());
            }
            InvoiceDocument document =
                    drafting.document(draft, account, hands.getOrDefault(draft.userId(), List.of()), null);
            documents.add(document);
            now.put(draft.userId(), account.after(document.invoice()));
            hands.computeIfPresent(draft.userId(), (_, coupons) -> after(coupons, document.invoice()));
        }
        return documents;
    }

    private static List<HeldCoupon> after(List<HeldCoupon> held, Invoice invoice) {
        Set<UUID> used =
                invoice.discounts().stream().map(AppliedDiscount::appliedId).collect(Collectors.toSet());
        return held.stream()
                .map(coupon -> used.contains(coupon.id()) ? coupon.used() : coupon)
                .toList();
    }

    /** Numbers and writes documents of locked accounts, all of one series. */
    Mono<List<Invoice>> write(List<InvoiceDocument> documents) {
        if (documents.isEmpty()) {
            return Mono.just(List.of());
        }
        String series = documents.getFirst().invoice().series();
        return numbers.take(series, documents.size())
                .map(first -> numbered(documents, first))
                .flatMap(numbered -> store(numbered));
    }

    private static List<InvoiceDocument> numbered(List<InvoiceDocument> documents, long first) {
        List<InvoiceDocument> numbered = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            InvoiceDocument document = documents.get(i);
            numbered.add(new InvoiceDocument(document.invoice().issued(first + i), document.lines()));
        }
        return numbered;
    }

    private Mono<List<Invoice>> store(List<InvoiceDocument> documents) {
        List<Invoice> issued = documents.stream().map(InvoiceDocument::invoice).toList();
        return invoices.insert(documents)
                .then(coupons.use(issued))
                .then(balances.book(issued.stream().flatMap(this::bookings).toList()))
                .then(news.issued(issued))
                .thenReturn(issued);
    }

    private Stream<Balances.Booking> bookings(Invoice invoice) {
        return Stream.of(
                booking(invoice, "credit", invoice.creditChange()),
                booking(invoice, "wallet", -invoice.walletApplied()));
    }

    private Balances.Booking booking(Invoice invoice, String fund, long amount) {
        return balances.booking(invoice.userId(), fund, amount, invoice.currency(), "invoice", invoice.id());
    }
}
