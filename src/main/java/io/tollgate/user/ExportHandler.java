package io.tollgate.user;

import io.tollgate.platform.web.ClientAddresses;
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

/**
 * How often a user may ask, the route's policy says. All of it in one file is what a thief would come for: it is given to who has
 * just logged in, and not to an administrator who helps a user and sees what the user sees.
 */
@Component
class ExportHandler {

    private final CurrentUser currentUser;
    private final RecentProof recentProof;
    private final DataExport export;
    private final ClientAddresses addresses;

    ExportHandler(CurrentUser currentUser, RecentProof recentProof, DataExport export, ClientAddresses addresses) {
        this.currentUser = currentUser;
        this.recentProof = recentProof;
        this.export = export;
        this.addresses = addresses;
    }

    Mono<ServerResponse> export(ServerRequest request) {
        return currentUser
                .any(request)
                .then(recentProof.require(request))
                .flatMap(who -> answer(export.of(who, addresses.facts(request))));
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
