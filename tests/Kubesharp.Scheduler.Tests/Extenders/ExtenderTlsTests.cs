using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Tests.Configuration;

namespace Kubesharp.Scheduler.Tests.Extenders;

public sealed class ExtenderTlsTests : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = Create("CN=extender", "extender.test");
    private readonly ConcurrentQueue<string> _clients = new();
    private ExtenderServer _server = null!;

    private string Authority => Base64(_certificate.ExportCertificatePem());

    public async Task InitializeAsync() => _server = (await ExtenderServer.StartAsync(_certificate, _clients)).On("filter", _ => """{"NodeNames":["a"]}""");

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    [Fact]
    public void Https_AuthorityAndClientCertificate_AreUsed()
    {
        using var client = Create("CN=scheduler", "scheduler.test");
        var cluster = Cluster($"{{caData: {Authority}, certData: {Base64(client.ExportCertificatePem())}, keyData: {Base64(Key(client))}}}");
        Assert.Equal("a", cluster.Schedule().Node?.Name);
        Assert.Contains("CN=scheduler", _clients);
    }

    [Fact]
    public void Https_AnotherAuthority_IsAnError()
    {
        using var other = Create("CN=other", "other.test");
        Assert.StartsWith($"Post \"{_server.Url}/scheduler/filter\": ", Cluster($"{{caData: {Base64(other.ExportCertificatePem())}, {Client()}}}").Schedule().Error!.Message);
    }

    [Fact]
    public void Https_ServerNameThatItHasNot_IsAnError() =>
        Assert.StartsWith($"Post \"{_server.Url}/scheduler/filter\": ", Cluster($"{{caData: {Authority}, serverName: else.test, {Client()}}}").Schedule().Error!.Message);

    [Fact]
    public void Https_ServerNameThatItHas_Works() => Assert.Equal("a", Cluster($"{{caData: {Authority}, serverName: extender.test, {Client()}}}").Schedule().Node?.Name);

    [Theory]
    [InlineData("{insecure: true, CLIENT}", false)]
    [InlineData("{CLIENT}", true)]
    public void Https_NoAuthority_CertificateIsNotChecked(string tls, bool enableHttps) =>
        Assert.Equal("a", Cluster(tls.Replace("CLIENT", Client()), enableHttps).Schedule().Node?.Name);

    [Fact]
    public void Certificates_ThatAreNone_AreAMistake() =>
        Assert.StartsWith($"extender {_server.Url}/scheduler: ", Assert.Throws<ConfigurationException>(() => Cluster("{certFile: /nowhere, keyFile: /nowhere}")).Message);

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));

    private static string Key(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string Client()
    {
        using var client = Create("CN=client", "client.test");
        return $"certData: {Base64(client.ExportCertificatePem())}, keyData: {Base64(Key(client))}";
    }

    private static X509Certificate2 Create(string subject, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private SmallCluster Cluster(string tls, bool enableHttps = false) => new SmallCluster(
        $"extenders: [{{urlPrefix: {_server.Url}/scheduler, filterVerb: filter, nodeCacheCapable: true, enableHTTPS: {(enableHttps ? "true" : "false")}, tlsConfig: {tls}}}]").AddNode("a");
}
