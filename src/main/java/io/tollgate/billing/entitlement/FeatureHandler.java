package io.tollgate.billing.entitlement;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/entitlements/features} and the features of plan versions: for administrators. */
@Component
class FeatureHandler {

    private final FeatureCatalogue catalogue;
    private final FeatureRepository features;
    private final PlanTerms terms;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    FeatureHandler(
            FeatureCatalogue catalogue,
            FeatureRepository features,
            PlanTerms terms,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.catalogue = catalogue;
        this.features = features;
        this.terms = terms;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> features.page(page.limit(), page.offset()))
                .map(found -> found.stream().map(FeatureView::of).toList())
                .zipWhen(_ -> features.count(), (views, total) -> Page.of(page, views, total))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> create(ServerRequest request) {
        return administrator
                .begin("feature.created", request)
                .flatMap(entry -> body.of(request, FeatureRequest.class).flatMap(wish -> catalogue.create(wish, entry)))
                .flatMap(feature -> ServerResponse.status(HttpStatus.CREATED).bodyValue(FeatureView.of(feature)));
    }

    Mono<ServerResponse> rename(ServerRequest request) {
        return administrator
                .begin("feature.renamed", request)
                .flatMap(entry -> body.of(request, RenameRequest.class)
                        .flatMap(wish -> catalogue.rename(request.pathVariable("key"), wish.name(), entry)))
                .flatMap(feature -> ServerResponse.ok().bodyValue(FeatureView.of(feature)));
    }

    Mono<ServerResponse> delete(ServerRequest request) {
        return administrator
                .begin("feature.deleted", request)
                .flatMap(entry -> catalogue.delete(request.pathVariable("key"), entry))
                .then(ServerResponse.noContent().build());
    }

    Mono<ServerResponse> listTerms(ServerRequest request) {
        PlanTerms.Place place = place(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> terms.list(place))
                .map(found -> found.stream().map(TermView::of).toList())
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> putTerm(ServerRequest request) {
        PlanTerms.Place place = place(request);
        return administrator
                .begin("plan.feature_set", request)
                .flatMap(entry -> body.of(request, TermRequest.class)
                        .flatMap(wish -> terms.put(place, request.pathVariable("key"), wish, entry)))
                .flatMap(term -> ServerResponse.ok().bodyValue(TermView.of(term)));
    }

    Mono<ServerResponse> removeTerm(ServerRequest request) {
        PlanTerms.Place place = place(request);
        return administrator
                .begin("plan.feature_removed", request)
                .flatMap(entry -> terms.remove(place, request.pathVariable("key"), entry))
                .then(ServerResponse.noContent().build());
    }

    private static PlanTerms.Place place(ServerRequest request) {
        return new PlanTerms.Place(Parameters.requiredId(request, "id"), number(request));
    }

    private static int number(ServerRequest request) {
        try {
            return Integer.parseInt(request.pathVariable("number"));
        } catch (NumberFormatException _) {
            throw ApiException.invalid("number", "Must be the number of a version");
        }
    }
}
