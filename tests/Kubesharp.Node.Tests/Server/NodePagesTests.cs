using System.Collections.Immutable;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Probes;
using Kubesharp.Node.Server;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Node.Tests.Server;

/// <summary>What the node's pages are made from, in folders of the test.</summary>
public sealed class NodePagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-pages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CgroupReader_OfUnifiedTree_ReadsWhatTheKernelWrites()
    {
        Write("pod/cpu.stat", "usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\nnr_periods 10\nnr_throttled 4\nthrottled_usec 300000\n");
        Write("pod/cpu.max", "50000 100000\n");
        Write("pod/cpu.weight", "39\n");
        Write("pod/memory.current", "1000\n");
        Write("pod/memory.max", "max\n");
        Write("pod/memory.stat", "anon 300\nfile 500\nfile_mapped 20\ninactive_file 400\npgfault 7\npgmajfault 1\n");
        Write("pod/io.stat", "8:0 rbytes=90 wbytes=12 rios=3 wios=1\n8:16 rbytes=10 wbytes=8\n");
        Write("pod/pids.current", "3\n");
        Write("pod/cgroup.procs", "4711\n4712\n");
        var reader = new CgroupReader(new CgroupFileSystem(true, _folder, ImmutableSortedDictionary<string, string>.Empty));

        Assert.Equal(
            new CgroupUsage
            {
                Cpu = 2.5,
                UserCpu = 2,
                SystemCpu = 0.5,
                CpuPeriods = 10,
                ThrottledPeriods = 4,
                ThrottledSeconds = 0.3,
                CpuQuota = 50000,
                CpuPeriod = 100000,
                CpuShares = 998,
                Memory = 1000,
                WorkingSet = 600,
                Rss = 300,
                Cache = 500,
                MappedFiles = 20,
                PageFaults = 7,
                MajorPageFaults = 1,
                Processes = 3,
                BytesRead = 100,
                BytesWritten = 20,
            },
            reader.Read("/pod"));
        Assert.Equal(4711, reader.ProcessOf("/pod"));
        Assert.Null(reader.Read("/other"));
        Assert.Null(reader.ProcessOf("/other"));
    }

    [Fact]
    public void CgroupReader_OfSeparateTrees_ReadsTheSame()
    {
        Write("cpu/pod/cpu.stat", "nr_periods 10\nnr_throttled 4\nthrottled_time 300000000\n");
        Write("cpu/pod/cpu.shares", "998\n");
        Write("cpu/pod/cpu.cfs_quota_us", "-1\n");
        Write("cpu/pod/cpu.cfs_period_us", "100000\n");
        Write("cpuacct/pod/cpuacct.usage", "2500000000\n");
        Write("cpuacct/pod/cpuacct.stat", "user 200\nsystem 50\n");
        Write("memory/pod/memory.usage_in_bytes", "1000\n");
        Write("memory/pod/memory.max_usage_in_bytes", "2000\n");
        Write("memory/pod/memory.limit_in_bytes", "9223372036854771712\n");
        Write("memory/pod/memory.stat", "cache 1\ntotal_cache 500\ntotal_rss 300\ntotal_inactive_file 400\n");
        Write("blkio/pod/blkio.throttle.io_service_bytes_recursive", "8:0 Read 90\n8:0 Write 20\n8:0 Total 110\n8:16 Read 10\nTotal 120\n");
        string[] controllers = ["cpu", "cpuacct", "memory", "blkio"];
        var reader = new CgroupReader(new CgroupFileSystem(false, _folder, controllers.ToImmutableSortedDictionary(name => name, name => Path.Combine(_folder, name))));

        Assert.Equal(
            new CgroupUsage
            {
                Cpu = 2.5,
                UserCpu = 2,
                SystemCpu = 0.5,
                CpuPeriods = 10,
                ThrottledPeriods = 4,
                ThrottledSeconds = 0.3,
                CpuPeriod = 100000,
                CpuShares = 998,
                Memory = 1000,
                MostMemory = 2000,
                WorkingSet = 600,
                Rss = 300,
                Cache = 500,
                BytesRead = 100,
                BytesWritten = 20,
            },
            reader.Read("/pod"));
    }

    [Fact]
    public void Interfaces_OfANetwork_AreAllButLoopback()
    {
        string[] lines =
        [
            "Inter-|   Receive                                                |  Transmit",
            " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed",
            "    lo:   9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9",
            "  eth0: 100 2 3 4 0 0 0 0 500 6 7 8 0 0 0 0",
        ];

        var use = Assert.Single(InterfaceUse.Parse(lines));

        Assert.Equal(
            new InterfaceUse { Name = "eth0", ReceivedBytes = 100, ReceivedPackets = 2, ReceiveErrors = 3, ReceivedDropped = 4, SentBytes = 500, SentPackets = 6, SendErrors = 7, SentDropped = 8 }, use);
    }

    [Fact]
    public void Device_OfAPath_IsThatOfTheDeepestMount()
    {
        string[] mounts = ["/dev/sda1 / ext4 rw 0 0", "/dev/sdb /var/lib ext4 rw 0 0", "/dev/sdc /var/library ext4 rw 0 0"];

        Assert.Equal("/dev/sdb", Devices.Of("/var/lib/kubelet", mounts));
        Assert.Equal("/dev/sda1", Devices.Of("/var/log", mounts));
    }

    [Fact]
    public void FileSystem_OfTheTestsFolder_HasRoomLeft()
    {
        var use = FileSystemUse.Of(_folder);

        Assert.InRange(use.Available, 1, use.Size);
        Assert.InRange(use.InodesFree, 0, use.Inodes);
        Assert.Throws<IOException>(() => FileSystemUse.Of(Path.Combine(_folder, "absent")));
    }

    [Fact]
    public void ProbeMetrics_OfCounts_HaveTheLabelsOfTheKubelets()
    {
        var pod = new Pod { Metadata = new() { Name = "p", Namespace = "ns", Uid = "u" } };

        var text = System.Text.Encoding.UTF8.GetString(ProbeMetrics.Write([new ProbeCount(pod, "main", "Liveness", ProbeResult.Failure, 3)]));

        Assert.EndsWith("\nprober_probe_total{container=\"main\",namespace=\"ns\",pod=\"p\",pod_uid=\"u\",probe_type=\"Liveness\",result=\"failed\"} 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SystemLogs_FilesAndFolders_AreServedAndNothingOutside()
    {
        Write("log/dpkg.log", "installed\n");
        Write("log/pods/a", "");
        Write("secret", "secret");
        File.CreateSymbolicLink(Path.Combine(_folder, "log/inside"), "dpkg.log");
        File.CreateSymbolicLink(Path.Combine(_folder, "log/outside"), "../secret");

        Assert.Equal("installed\n", await LogAsync("dpkg.log"));
        Assert.Equal("installed\n", await LogAsync("inside"));
        Assert.Contains("<a href=\"pods/\">pods/</a>", await LogAsync(""), StringComparison.Ordinal);
        foreach (var path in (string[])["outside", "../secret", "pods/../../secret", "absent"])
            Assert.Equal(404, (await Assert.ThrowsAsync<HttpStatusException>(() => LogAsync(path))).Status);
    }

    private async Task<string> LogAsync(string path)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await new SystemLogs(Path.Combine(_folder, "log")).ServeAsync(context, path);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
