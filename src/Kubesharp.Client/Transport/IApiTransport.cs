namespace Kubesharp.Client;

/// <summary>Sends one request to an API server: over HTTPS, or straight into a server in the same process.</summary>
public interface IApiTransport
{
    /// <summary>
    /// Answers as soon as status and headers are known; the body may still be arriving. Any status is an answer, not an exception.
    /// The caller disposes the response.
    /// </summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or the connection broke before it answered.</exception>
    Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken);
}
