using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Tests.Strategies.Core;

public class PodDefaultsTests
{
    [Fact]
    public void Apply_EmptyFields_GetTheDocumentedValues()
    {
        var pod = PodDefaults.Apply(Sample.Read<Pod>("""
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {
              "serviceAccount": "builder", "hostNetwork": true,
              "volumes": [{"name": "none"}, {"name": "map", "configMap": {"name": "m"}}, {"name": "secret", "secret": {"secretName": "s"}}, {"name": "host", "hostPath": {"path": "/"}},
                {"name": "projected", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}, {"downwardAPI": {"items": [{"path": "n", "fieldRef": {"fieldPath": "metadata.name"}}]}}]}}],
              "initContainers": [{"name": "init", "image": "busybox@sha256:abc"}],
              "containers": [{"name": "c", "image": "registry.example:5000/app", "ports": [{"containerPort": 80}],
                "env": [{"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}],
                "resources": {"limits": {"cpu": "1", "memory": "1.5"}, "requests": {"cpu": "0.0001"}},
                "readinessProbe": {"httpGet": {"port": 80}}, "lifecycle": {"preStop": {"httpGet": {"port": 80, "path": "/bye"}}}}]}}
            """));
        var spec = pod.Spec;
        Assert.Equal("ClusterFirst", spec.DnsPolicy);
        Assert.Equal("Always", spec.RestartPolicy);
        Assert.NotNull(spec.SecurityContext);
        Assert.Equal(30, spec.TerminationGracePeriodSeconds);
        Assert.Equal("default-scheduler", spec.SchedulerName);
        Assert.Equal("builder", spec.ServiceAccountName);
        Assert.True(spec.EnableServiceLinks);
        Assert.NotNull(spec.Volumes[0].Source.EmptyDir);
        Assert.Equal(420, spec.Volumes[1].Source.ConfigMap!.DefaultMode);
        Assert.Equal(420, spec.Volumes[2].Source.Secret!.DefaultMode);
        Assert.Equal("", spec.Volumes[3].Source.HostPath!.Type);
        Assert.Equal(420, spec.Volumes[4].Source.Projected!.DefaultMode);
        Assert.Equal(3600, spec.Volumes[4].Source.Projected!.Sources[0].ServiceAccountToken!.ExpirationSeconds);
        Assert.Equal("v1", spec.Volumes[4].Source.Projected!.Sources[1].DownwardAPI!.Items[0].FieldRef!.ApiVersion);
        Assert.Equal("IfNotPresent", spec.InitContainers[0].ImagePullPolicy);
        var container = spec.Containers[0];
        Assert.Equal("Always", container.ImagePullPolicy);
        Assert.Equal("/dev/termination-log", container.TerminationMessagePath);
        Assert.Equal("File", container.TerminationMessagePolicy);
        Assert.Equal("TCP", container.Ports[0].Protocol);
        Assert.Equal(80, container.Ports[0].HostPort);
        Assert.Equal("v1", container.Env[0].ValueFrom!.FieldRef!.ApiVersion);
        Assert.Equal("1m", container.Resources.Requests["cpu"].ToString());
        Assert.Equal("1500m", container.Resources.Requests["memory"].ToString());
        Assert.Equal(("/", "HTTP"), (container.ReadinessProbe!.Handler.HttpGet!.Path, container.ReadinessProbe.Handler.HttpGet.Scheme));
        Assert.Equal((1, 10, 1, 3), (container.ReadinessProbe.TimeoutSeconds, container.ReadinessProbe.PeriodSeconds, container.ReadinessProbe.SuccessThreshold, container.ReadinessProbe.FailureThreshold));
        Assert.Equal("HTTP", container.Lifecycle!.PreStop!.HttpGet!.Scheme);
    }

    [Fact]
    public void Apply_CompletePod_IsTheSameInstance()
    {
        var pod = Sample.Pod;
        Assert.Same(pod, PodDefaults.Apply(pod));
    }

    [Fact]
    public void Apply_CompletePod_AllocatesNothing()
    {
        var pod = Sample.Pod;
        PodDefaults.Apply(pod);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) PodDefaults.Apply(pod);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Apply_Template_KeepsMissingRequests()
    {
        var template = PodDefaults.Apply(new PodTemplateSpec
        {
            Spec = new PodSpec { Containers = [new Container { Name = "c", Image = "i", Resources = new() { Limits = ValueMap.Of("cpu", Quantity.FromValue(1)) } }] },
        });
        Assert.True(template.Spec.Containers[0].Resources.Requests.IsNull);
        Assert.Null(template.Spec.EnableServiceLinks);
        Assert.Same(template, PodDefaults.Apply(template));
    }

    [Theory]
    [InlineData("nginx", "Always")]
    [InlineData("nginx:latest", "Always")]
    [InlineData("nginx:1.27", "IfNotPresent")]
    [InlineData("localhost:5000/nginx", "Always")]
    [InlineData("localhost:5000/nginx:2", "IfNotPresent")]
    [InlineData("nginx@sha256:0123", "IfNotPresent")]
    [InlineData("nginx:latest@sha256:0123", "Always")]
    [InlineData("NGINX", "IfNotPresent")]
    [InlineData("", "IfNotPresent")]
    public void DefaultPullPolicy_DependsOnTag(string image, string expected) => Assert.Equal(expected, ImageReference.DefaultPullPolicy(image));

    [Fact]
    public void Apply_StatusWithOneAddressForm_GetsTheOther()
    {
        var pod = PodDefaults.Apply(Sample.Pod with { Status = new PodStatus { PodIP = "10.0.0.1", HostIPs = [new HostIP { Ip = "192.168.0.1" }] } });
        Assert.Equal("10.0.0.1", pod.Status.PodIPs[0].Ip);
        Assert.Equal("192.168.0.1", pod.Status.HostIP);
    }
}
