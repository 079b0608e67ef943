package io.tollgate.user;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How often a user may ask, the route's policy says. */
@Component
class ExportHandler {

    private final CurrentUser currentUser;
    private final DataExport export;
    private final ClientAddresses addresses;

    ExportHandler(CurrentUser currentUser, DataExport export, ClientAddresses addresses) {
        this.currentUser = currentUser;
        this.export = export;
        this.addresses = addresses;
    }

    Mono<ServerResponse> export(ServerRequest request) {
        return currentUser
                .any(request)
                .then(currentUser.signedIn(request))
                .doOnNext(ExportHandler::requireThemselves)
                .flatMap(who -> answer(export.of(who, addresses.facts(request))));
    }

    /** An administrator who helps a user sees what the user sees, but does not carry all of it away. */
    private static void requireThemselves(SignedIn who) {
        if (who.impersonated()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
        }
    }

    private static Mono<ServerResponse> answer(Flux<String> pieces) {
        Flux<DataBuffer> bytes = pieces.map(
                piece -> DefaultDataBufferFactory.sharedInstance.wrap(piece.getBytes(StandardCharsets.UTF_8)));
        return ServerResponse.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"")
                .body(BodyInserters.fromDataBuffers(bytes));
    }
}
