using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.ServiceAccounts;

public sealed class SecretTokenTests
{
    [Fact]
    public void Secret_OfAnAccount_GetsATokenThatIsGoodUntilTheSecretGoes()
    {
        using var world = new SimulatedWorld(1);
        var account = Account(world, "robot");
        Ask(world, "robot-token", "robot");
        world.Run(toTheEnd: true);
        var secret = Assert.Single(world.List<Secret>());
        Assert.Equal(["ca.crt", "namespace", "token"], secret.Data.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.Equal("certificate", Text(secret, "ca.crt"));
        Assert.Equal("default", Text(secret, "namespace"));
        Assert.Equal(account.Metadata.Uid, secret.Metadata.Annotations.Get("kubernetes.io/service-account.uid"));
        var review = Review(world, Text(secret, "token"));
        Assert.True(review.Authenticated);
        Assert.Equal("system:serviceaccount:default:robot", review.User!.Username);
        Assert.Equal(account.Metadata.Uid, review.User.Uid);
        world.Do(() => world.Client.For<Secret>().DeleteAsync("default", "robot-token", default));
        world.Advance(TimeSpan.FromSeconds(20));
        Assert.False(Review(world, Text(secret, "token")).Authenticated);
    }

    [Fact]
    public void Secret_WhoseAccountGoes_GoesToo()
    {
        using var world = new SimulatedWorld(1);
        Account(world, "robot");
        Ask(world, "robot-token", "robot");
        Ask(world, "nobody-token", "nobody");
        world.Run(toTheEnd: true);
        Assert.Equal("robot-token", Assert.Single(world.List<Secret>()).Metadata.Name);
        world.Do(() => world.Client.For<ServiceAccount>().DeleteAsync("default", "robot", default));
        world.Run(toTheEnd: true);
        Assert.Empty(world.List<Secret>());
    }

    private static string Text(Secret secret, string key) => Encoding.UTF8.GetString(secret.Data.Get(key).Span);

    private static ServiceAccount Account(SimulatedWorld world, string name) =>
        world.Get(() => world.Client.For<ServiceAccount>().CreateAsync(new ServiceAccount { Metadata = new ObjectMeta { Name = name, Namespace = "default" } }, default));

    private static void Ask(SimulatedWorld world, string name, string account) => world.Do(() => world.Client.For<Secret>().CreateAsync(
        new Secret
        {
            Metadata = new ObjectMeta { Name = name, Namespace = "default", Annotations = ValueMap.Of("kubernetes.io/service-account.name", account) },
            Type = "kubernetes.io/service-account-token",
        },
        default));

    private static TokenReviewStatus Review(SimulatedWorld world, string token) =>
        world.Get(() => world.Client.For<TokenReview>().CreateAsync(new TokenReview { Spec = new TokenReviewSpec { Token = token } }, default)).Status;
}
