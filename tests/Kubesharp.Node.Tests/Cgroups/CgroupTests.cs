using System.Collections.Immutable;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Machine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests.Cgroups;

public sealed class CgroupTests : IDisposable
{
    private const string Uid = "0b5e7f0e-8a51-4a5c-9a4a-2f1e5d6c7b8a";
    private readonly string _folder = Directory.CreateTempSubdirectory("ks-cgroup-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(PodQosClass.Guaranteed, CgroupDriver.Cgroupfs, "/kubepods/pod" + Uid)]
    [InlineData(PodQosClass.Burstable, CgroupDriver.Cgroupfs, "/kubepods/burstable/pod" + Uid)]
    [InlineData(PodQosClass.BestEffort, CgroupDriver.Systemd, "kubepods-besteffort-pod0b5e7f0e_8a51_4a5c_9a4a_2f1e5d6c7b8a.slice")]
    [InlineData(PodQosClass.Guaranteed, CgroupDriver.Systemd, "kubepods-pod0b5e7f0e_8a51_4a5c_9a4a_2f1e5d6c7b8a.slice")]
    public void CgroupParent_ByClassAndDriver_IsWhatTheRuntimeExpects(PodQosClass qos, CgroupDriver driver, string expected) =>
        Assert.Equal(expected, CgroupName.Pods.OfPod(qos, Uid).ToCgroupParent(driver));

    [Fact]
    public void Path_Systemd_NestsSlices() => Assert.Equal(
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podx_y.slice",
        CgroupName.Pods.OfPod(PodQosClass.Burstable, "x-y").ToPath(CgroupDriver.Systemd));

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(1, 2, 1000)]
    [InlineData(100, 102, 10_000)]
    [InlineData(1000, 1024, 100_000)]
    [InlineData(1_000_000, 262_144, 100_000_000)]
    public void CpuMath_MilliCpu_SharesAndQuota(long milliCpu, long shares, long quota) =>
        Assert.Equal((shares, quota), (CpuMath.SharesOf(milliCpu), CpuMath.QuotaOf(milliCpu)));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1024, 39)]
    [InlineData(262_144, 10_000)]
    public void CpuMath_Shares_Weight(long shares, long weight) => Assert.Equal(weight, CpuMath.WeightOf(shares));

    [Theory]
    [InlineData(PodQosClass.Guaranteed, false, 0, -997)]
    [InlineData(PodQosClass.BestEffort, false, 0, 1000)]
    [InlineData(PodQosClass.BestEffort, true, 0, -997)]
    [InlineData(PodQosClass.Burstable, false, 0, 999)]
    [InlineData(PodQosClass.Burstable, false, 4_000_000_000, 500)]
    [InlineData(PodQosClass.Burstable, false, 8_000_000_000, 3)]
    public void OomScore_ByClass_OrdersVictims(PodQosClass qos, bool critical, long request, int expected) =>
        Assert.Equal(expected, OomScore.ForContainer(qos, critical, request, 8_000_000_000));

    [Fact]
    public void Ensure_CgroupV1_WritesEachController()
    {
        var manager = Manager(unified: false, CgroupDriver.Cgroupfs);
        var pod = CgroupName.Pods.OfPod(PodQosClass.Burstable, Uid);

        manager.Ensure(pod, new CgroupResources { CpuShares = 512, CpuQuota = 50_000, MemoryLimit = 1 << 20, PidsLimit = -1 });

        Assert.Equal("512", Read("cpu,cpuacct/kubepods/burstable/pod" + Uid + "/cpu.shares"));
        Assert.Equal("100000", Read("cpu,cpuacct/kubepods/burstable/pod" + Uid + "/cpu.cfs_period_us"));
        Assert.Equal("50000", Read("cpu,cpuacct/kubepods/burstable/pod" + Uid + "/cpu.cfs_quota_us"));
        Assert.Equal("1048576", Read("memory/kubepods/burstable/pod" + Uid + "/memory.limit_in_bytes"));
        Assert.Equal("max", Read("pids/kubepods/burstable/pod" + Uid + "/pids.max"));
        Assert.Equal("0-1", Read("cpuset/kubepods/burstable/pod" + Uid + "/cpuset.cpus"));
        Assert.Equal([new(Uid, PodQosClass.Burstable)], manager.ListPods(CgroupName.Pods));
    }

    [Fact]
    public void Ensure_CgroupV2_EnablesControllersAndWritesLimits()
    {
        var manager = Manager(unified: true, CgroupDriver.Systemd);

        manager.Ensure(CgroupName.Pods.OfPod(PodQosClass.BestEffort, Uid), new CgroupResources { CpuShares = 2, CpuQuota = -1, MemoryLimit = -1 });

        const string Pod = "kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod0b5e7f0e_8a51_4a5c_9a4a_2f1e5d6c7b8a.slice/";
        Assert.Equal("1", Read(Pod + "cpu.weight"));
        Assert.Equal("max 100000", Read(Pod + "cpu.max"));
        Assert.Equal("max", Read(Pod + "memory.max"));
        Assert.Equal("+memory", Read("kubepods.slice/cgroup.subtree_control"));
        Assert.Equal([new(Uid, PodQosClass.BestEffort)], manager.ListPods(CgroupName.Pods));
    }

    [Fact]
    public void Mounts_Hybrid_CountAsVersion1()
    {
        var detected = CgroupFileSystem.FromMounts(
            [
                "30 25 0:27 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu",
                "31 25 0:28 / /sys/fs/cgroup/systemd rw - cgroup none rw,name=systemd",
                "32 25 0:29 / /sys/fs/cgroup/unified rw - cgroup2 none rw",
            ],
            _ => "");

        Assert.False(detected.IsUnified);
        Assert.Equal(["cpu", "name=systemd", "unified"], detected.Controllers.Keys);
        Assert.Equal("/sys/fs/cgroup", detected.Root);
    }

    [Fact]
    public void Mounts_Unified_ReadControllersOfRoot()
    {
        var detected = CgroupFileSystem.FromMounts(["32 25 0:29 / /sys/fs/cgroup rw - cgroup2 none rw"], _ => "cpu memory pids\n");

        Assert.True(detected.IsUnified);
        Assert.Equal(["cpu", "memory", "pids"], detected.Controllers.Keys);
    }

    [SkippableFact]
    public void RealCgroups_EnsureListRemove_LeaveNothing()
    {
        Skip.IfNot(LinuxCapabilities.Effective().Has(LinuxCapability.SysAdmin), "cgroups need CAP_SYS_ADMIN");
        var manager = new CgroupManager(CgroupFileSystem.Detect(), CgroupDriver.Cgroupfs, NullLogger<CgroupManager>.Instance);
        var top = new CgroupName(["ks-test-" + Guid.NewGuid().ToString("N")[..8]]);
        var pod = top.Child("pod" + Uid);
        try
        {
            manager.Ensure(pod, new CgroupResources { CpuShares = 102, MemoryLimit = 64 << 20 });
            Assert.True(manager.Exists(pod));
        }
        finally
        {
            Assert.True(manager.Remove(top));
        }

        Assert.False(manager.Exists(pod));
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, file)).Trim();

    private CgroupManager Manager(bool unified, CgroupDriver driver)
    {
        var controllers = unified
            ? new Dictionary<string, string> { ["cpu"] = _folder, ["memory"] = _folder }
            : new Dictionary<string, string>
            {
                ["cpu"] = Path.Combine(_folder, "cpu,cpuacct"),
                ["cpuacct"] = Path.Combine(_folder, "cpu,cpuacct"),
                ["cpuset"] = Path.Combine(_folder, "cpuset"),
                ["memory"] = Path.Combine(_folder, "memory"),
                ["pids"] = Path.Combine(_folder, "pids"),
            };
        foreach (var folder in controllers.Values) Directory.CreateDirectory(folder);
        if (!unified)
        {
            File.WriteAllText(Path.Combine(_folder, "cpuset", "cpuset.cpus"), "0-1\n");
            File.WriteAllText(Path.Combine(_folder, "cpuset", "cpuset.mems"), "0\n");
        }

        return new CgroupManager(
            new CgroupFileSystem(unified, _folder, controllers.ToImmutableSortedDictionary(StringComparer.Ordinal)), driver, NullLogger<CgroupManager>.Instance);
    }
}
