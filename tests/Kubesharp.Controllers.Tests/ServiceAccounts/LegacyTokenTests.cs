using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.ServiceAccounts;

namespace Kubesharp.Controllers.Tests.ServiceAccounts;

public sealed class LegacyTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(400, "", "", nameof(TokenFate.Expires))]
    [InlineData(300, "", "", nameof(TokenFate.Stays))]
    [InlineData(400, "2025-06-14", "", nameof(TokenFate.Expires))]
    [InlineData(400, "2025-06-15", "", nameof(TokenFate.Stays))]
    [InlineData(400, "yesterday", "", nameof(TokenFate.Stays))]
    [InlineData(900, "", "2025-06-15", nameof(TokenFate.Stays))]
    [InlineData(900, "", "2025-06-14", nameof(TokenFate.Goes))]
    [InlineData(900, "", "never", nameof(TokenFate.Expires))]
    public void Token_HasTheFateOfItsUse(int days, string lastUsed, string invalidSince, string fate) =>
        Assert.Equal(fate, LegacyToken.FateOf(Token(days, lastUsed, invalidSince), Account("token"), [], Now).ToString());

    [Fact]
    public void Token_ThatWasAskedFor_Stays()
    {
        Assert.Equal(TokenFate.Stays, LegacyToken.FateOf(Token(400, "", ""), Account("another"), [], Now));
        Assert.Equal(TokenFate.Stays, LegacyToken.FateOf(Token(400, "", ""), null, [], Now));
    }

    [Fact]
    public void Token_ThatAPodMentions_Stays()
    {
        var pod = new Pod { Spec = new PodSpec { Volumes = [new Volume { Name = "v", Source = new VolumeSource { Secret = new SecretVolumeSource { SecretName = "token" } } }] } };
        Assert.Equal(TokenFate.Stays, LegacyToken.FateOf(Token(400, "", ""), Account("token"), [pod], Now));
    }

    private static ServiceAccount Account(string secret) => new() { Secrets = [new ObjectReference { Name = secret }] };

    private static Secret Token(int days, string lastUsed, string invalidSince)
    {
        var labels = default(ValueMap<string>);
        if (lastUsed.Length > 0) labels = labels.Set("kubernetes.io/legacy-token-last-used", lastUsed);
        if (invalidSince.Length > 0) labels = labels.Set("kubernetes.io/legacy-token-invalid-since", invalidSince);
        return new Secret { Metadata = new ObjectMeta { Name = "token", CreationTimestamp = Now.AddDays(-days), Labels = labels } };
    }
}
