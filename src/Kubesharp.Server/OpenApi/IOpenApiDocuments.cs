namespace Kubesharp.Server.OpenApi;

/// <summary>The OpenAPI documents of everything that is served, made when first asked for.</summary>
public interface IOpenApiDocuments
{
    /// <summary>
    /// The document at a path below <c>/openapi/</c>: <c>v2</c>, <c>v3</c>, or <c>v3/apis/apps/v1</c>; null when there is none.
    /// </summary>
    /// <param name="path">What follows <c>/openapi/</c>, without query.</param>
    /// <param name="accept">The request's Accept header; empty when there is none.</param>
    OpenApiDocument? Find(string path, string accept);
}

/// <summary>A document as it is sent.</summary>
/// <param name="Body">The bytes, never changed.</param>
/// <param name="ContentType">What the Content-Type header says.</param>
/// <param name="ETag">The entity tag, with its quotes.</param>
public sealed record OpenApiDocument(ReadOnlyMemory<byte> Body, string ContentType, string ETag);
