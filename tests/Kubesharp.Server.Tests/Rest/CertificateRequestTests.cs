using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Rest;

[Collection(ServerTests.Name)]
public sealed class CertificateRequestTests(RunningServer server)
{
    private const string Path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    [Fact]
    public async Task Create_WhatIsNoRequest_IsInvalid()
    {
        var status = await RunningServer.JsonAsync(server.Admin, HttpMethod.Post, Path, Request("csr-bad", "aGVsbG8=", "client auth\",\"party"), "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.StartsWith(
            "CertificateSigningRequest.certificates.k8s.io \"csr-bad\" is invalid: [spec.request: Invalid value: \"aGVsbG8=\": PEM block type must be CERTIFICATE REQUEST, spec.usages[1]: Unsupported value: \"party\": supported values: \"any\", ",
            status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Status_WithAMalformedCertificate_IsInvalid()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=somebody", key, HashAlgorithmName.SHA256);
        await server.CreateAsync(Path, Request("csr-a", Base64(request.CreateSigningRequestPem()), "client auth"));
        Assert.Equal("status.certificate: Invalid value: \"<certificate data>\": must contain at least one CERTIFICATE PEM block", await RefusedAsync(Certificate("nothing")));
        Assert.Equal(
            "status.certificate: Invalid value: \"<certificate data>\": only CERTIFICATE PEM blocks are allowed, found \"CERTIFICATE REQUEST\"", await RefusedAsync(Certificate(request.CreateSigningRequestPem())));
        Assert.Equal(
            "status.conditions: Forbidden: updates may not add a condition of type \"Approved\"", await RefusedAsync("""{"status":{"conditions":[{"type":"Approved","status":"True"}]}}"""));

        using var signed = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        await server.PatchAsync(Path + "/csr-a/status", Certificate(signed.ExportCertificatePem()));
        Assert.Equal("status.certificate: Forbidden: updates may not modify existing certificate content", await RefusedAsync(Certificate("")));
    }

    [Fact]
    public async Task Approval_IsMarkedWithItsTime_AndStays()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await server.CreateAsync(Path, Request("csr-b", Base64(new CertificateRequest("CN=b", key, HashAlgorithmName.SHA256).CreateSigningRequestPem()), "client auth"));
        var approved = await server.PatchAsync(Path + "/csr-b/approval", """{"status":{"conditions":[{"type":"Approved","status":"True","reason":"R","message":"m"}]}}""");
        Assert.True(approved.GetProperty("status").GetProperty("conditions")[0].TryGetProperty("lastUpdateTime", out _));
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Patch, Path + "/csr-b/approval", """{"status":{"conditions":[{"type":"Denied","status":"False"}]}}""", "application/merge-patch+json", HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith(
            "is invalid: [status.conditions[0].status: Unsupported value: \"False\": supported values: \"True\", status.conditions: Forbidden: updates may not remove a condition of type \"Approved\"]",
            status.GetProperty("message").GetString());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Certificate(string pem) => $$$"""{"status":{"certificate":"{{{Base64(pem)}}}"}}""";

    private static string Request(string name, string request, string usage) =>
        $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"signerName":"example.com/signer","usages":["{{{usage}}}"],"request":"{{{request}}}"}}""";

    private async Task<string> RefusedAsync(string patch)
    {
        JsonElement status = await RunningServer.JsonAsync(server.Admin, HttpMethod.Patch, Path + "/csr-a/status", patch, "application/merge-patch+json", HttpStatusCode.UnprocessableEntity);
        return status.GetProperty("message").GetString()!.Split(" is invalid: ")[1];
    }
}
