using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Controllers.DeviceTaintEviction;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Controllers.Tests.DeviceTaintEviction;

/// <summary>When pods have to go because of taints of their devices.</summary>
public sealed class EvictionPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("NoSchedule", "[]", null)]
    [InlineData("NoExecute", "[]", 10)]
    [InlineData("NoExecute", """[{"key":"broken","operator":"Exists"}]""", null)]
    [InlineData("NoExecute", """[{"key":"broken","operator":"Exists","tolerationSeconds":60}]""", 70)]
    [InlineData("NoExecute", """[{"operator":"Exists","tolerationSeconds":60},{"key":"broken","value":"yes","tolerationSeconds":30}]""", 40)]
    [InlineData("NoExecute", """[{"key":"broken","value":"no","tolerationSeconds":30}]""", 10)]
    [InlineData("NoExecute", """[{"key":"broken","operator":"Exists","effect":"NoSchedule"}]""", 10)]
    public void DueAt_TaintAddedTenSecondsFromNow_ByToleration(string effect, string tolerations, int? expected) =>
        Assert.Equal(expected, Seconds(Slice(1, effect), Claim(tolerations, "uid")));

    [Fact]
    public void DueAt_ClaimOfAnother_Stays() => Assert.Null(Seconds(Slice(1, "NoExecute"), Claim("[]", "other")));

    [Fact]
    public void DueAt_OldGeneration_DoesNotCount() =>
        Assert.Null(EvictionPlan.DueAt(Pod, _ => Claim("[]", "uid"), (_, _) => [Slice(1, "NoExecute"), Slice(2, "NoSchedule")], Now));

    private static Pod Pod => Read<Pod>("""{"metadata":{"namespace":"default","name":"p","uid":"uid"},"spec":{"resourceClaims":[{"name":"d","resourceClaimName":"c"}]}}""");

    private static int? Seconds(ResourceSlice slice, ResourceClaim claim) =>
        (int?)(EvictionPlan.DueAt(Pod, name => name == "c" ? claim : null, (driver, pool) => (driver, pool) == ("gpu", "n1") ? [slice] : [], Now) - Now)?.TotalSeconds;

    private static ResourceClaim Claim(string tolerations, string user) => Read<ResourceClaim>(
        "{\"metadata\":{\"namespace\":\"default\",\"name\":\"c\"},\"status\":{\"reservedFor\":[{\"resource\":\"pods\",\"name\":\"p\",\"uid\":\"" + user + "\"}],"
        + "\"allocation\":{\"devices\":{\"results\":[{\"request\":\"r\",\"driver\":\"gpu\",\"pool\":\"n1\",\"device\":\"a\",\"tolerations\":" + tolerations + "}]}}}}");

    private static ResourceSlice Slice(int generation, string effect) => Read<ResourceSlice>(
        "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"driver\":\"gpu\",\"nodeName\":\"n1\",\"pool\":{\"name\":\"n1\",\"generation\":" + generation + ",\"resourceSliceCount\":1},"
        + "\"devices\":[{\"name\":\"a\",\"taints\":[{\"key\":\"broken\",\"value\":\"yes\",\"effect\":\"" + effect + "\",\"timeAdded\":\"2026-01-01T00:00:10Z\"}]}]}}");

    private static T Read<T>(string json)
        where T : class, Kubesharp.Api.IApiType<T> => ApiJson.Decode<T>(Encoding.UTF8.GetBytes(json));
}
