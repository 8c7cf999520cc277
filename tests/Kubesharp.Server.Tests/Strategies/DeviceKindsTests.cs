using Kubesharp.Api;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Strategies.Devices;

namespace Kubesharp.Server.Tests.Strategies;

public class DeviceKindsTests
{
    private static readonly ResourceRegistry Registry = new(BuiltInResources.Create(workloads: true));

    [Fact]
    public void ResourceClaim_Defaulted_TakesOneDeviceByEqualTolerations()
    {
        var claim = new ResourceClaimStrategy().Default(Sample.Read<ResourceClaim>("""
            {"apiVersion": "resource.k8s.io/v1", "kind": "ResourceClaim", "spec": {"devices": {"requests": [
              {"name": "a", "exactly": {"deviceClassName": "c", "tolerations": [{"key": "k"}]}},
              {"name": "b", "firstAvailable": [{"name": "x", "deviceClassName": "c", "allocationMode": "All"}]}]}}}
            """));
        var exactly = claim.Spec.Devices.Requests[0].Exactly!;
        Assert.Equal(("ExactCount", 1L, "Equal"), (exactly.AllocationMode, exactly.Count, exactly.Tolerations[0].Operator));
        Assert.Equal(("All", 0L), (claim.Spec.Devices.Requests[1].FirstAvailable[0].AllocationMode, claim.Spec.Devices.Requests[1].FirstAvailable[0].Count));
    }

    [Fact]
    public void ResourceClaim_BadRequests_AreInvalid() => Assert.Equal(
        [
            "spec.devices.requests[0].exactly.deviceClassName: Required value",
            "spec.devices.requests[0].exactly.count: Invalid value: -1: must be greater than zero",
            "spec.devices.requests[1].name: Duplicate value: \"a\"",
            "spec.devices.requests[1]: Required value: exactly one of `exactly` or `firstAvailable` is required",
            "spec.devices.constraints[0].requests[0]: Invalid value: \"none\": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'",
        ],
        CreateErrors<ResourceClaim>("""
            {"apiVersion": "resource.k8s.io/v1", "kind": "ResourceClaim", "spec": {"devices": {
              "requests": [{"name": "a", "exactly": {"deviceClassName": "", "count": -1}}, {"name": "a"}],
              "constraints": [{"requests": ["none"], "matchAttribute": "d/x"}]}}}
            """));

    [Fact]
    public void DeviceClass_SelectorThatCannotBeCompiled_IsInvalidWithThePlace() => Assert.Equal(
        ["spec.selectors[0].cel.expression: Invalid value: \"device.driver == drive\": compilation failed: ERROR: <input>:1:18: undeclared reference to 'drive' (in container '')\n | device.driver == drive\n | .................^"],
        CreateErrors<DeviceClass>("""{"apiVersion": "resource.k8s.io/v1", "kind": "DeviceClass", "spec": {"selectors": [{"cel": {"expression": "device.driver == drive"}}]}}"""));

    [Fact]
    public void ResourceClaimTemplate_AdminAccess_NeedsALabelledNamespace() => Assert.Equal(
        ["spec.spec.devices.requests[0].exactly.adminAccess: Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace"],
        CreateErrors<ResourceClaimTemplate>("""
            {"apiVersion": "resource.k8s.io/v1", "kind": "ResourceClaimTemplate", "metadata": {"namespace": "default"},
             "spec": {"spec": {"devices": {"requests": [{"name": "a", "exactly": {"deviceClassName": "c", "adminAccess": true}}]}}}}
            """));

    [Fact]
    public void ResourceClaim_SpecChanged_IsRefused()
    {
        var old = Sample.Read<ResourceClaim>("""{"apiVersion": "resource.k8s.io/v1", "kind": "ResourceClaim", "spec": {"devices": {"requests": []}}}""");
        var changed = old with { Spec = old.Spec with { Devices = old.Spec.Devices with { Requests = [DeviceRequest.Empty with { Name = "a" }] } } };
        Assert.EndsWith("field is immutable", Assert.Single(Sample.Errors(errors => new ResourceClaimStrategy().ValidateUpdate(changed, old, errors, Sample.Context()))));
    }

    [Theory]
    [InlineData("{}", "spec.schedulingPolicy: Required value: must specify one of: `basic`, `gang`")]
    [InlineData("""{"gang": {"minCount": 0}}""", "spec.schedulingPolicy.gang.minCount: Invalid value: 0: must be greater than or equal to 1")]
    [InlineData("""{"gang": {"minCount": 2}}""", "")]
    public void PodGroup_Policy_IsChecked(string policy, string expected) => Assert.Equal(
        expected,
        string.Join('|', CreateErrors<PodGroup>("{\"apiVersion\": \"scheduling.k8s.io/v1alpha2\", \"kind\": \"PodGroup\", \"spec\": {\"schedulingPolicy\": " + policy + "}}")));

    [Fact]
    public void PodGroups_NotSwitchedOn_AreNotServed() => Assert.Null(new ResourceRegistry(BuiltInResources.Create()).Find("scheduling.k8s.io", "v1alpha2", "podgroups"));

    private static string[] CreateErrors<T>(string json)
        where T : class, IResource<T>
    {
        var strategy = Registry.Find(T.Resource.Gvr.Group, T.Resource.Gvr.Version, T.Resource.Gvr.Resource)!.Strategy!;
        var value = strategy.DefaultObject(Sample.Read<T>(json));
        Assert.Same(value, strategy.DefaultObject(value));
        var errors = new ErrorList();
        strategy.ValidateObject(strategy.PrepareObjectForCreate(value, Sample.Context()), errors, Sample.Context());
        return [.. errors.Select(error => error.ToString())];
    }
}
