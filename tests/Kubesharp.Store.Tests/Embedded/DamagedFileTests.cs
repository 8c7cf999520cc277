using System.Text;
using Kubesharp.Store.Embedded;

namespace Kubesharp.Store.Tests.Embedded;

/// <summary>Files that lost their end, as after a power failure, and files that are simply wrong.</summary>
public sealed class DamagedFileTests
{
    [Fact]
    public async Task WriteAheadLogCutAnywhere_OpensAtAnEarlierWholeState()
    {
        using var folder = new TemporaryFolder();
        var model = new StoreModel();
        var random = new Random(31);
        await using (var store = await CrashWriter.OpenAsync(folder.DataFile))
        {
            for (var i = 0; i < 60; i++)
            {
                var operations = Enumerable.Range(0, 3).Select(_ => random.Next(4) == 0
                    ? StoreOperation.Delete($"/{random.Next(20)}")
                    : StoreOperation.Put($"/{random.Next(20)}", Encoding.UTF8.GetBytes(new string('x', random.Next(4000))))).DistinctBy(o => o.Key).ToList();
                Assert.Equal(model.Commit(operations), StoreModel.Describe(await store.CommitAsync(operations)));
            }

            File.Copy(folder.DataFile, folder.DataFile + ".copy");
            File.Copy(folder.DataFile + "-wal", folder.DataFile + ".copy-wal");
        }

        var length = new FileInfo(folder.DataFile + ".copy-wal").Length;
        var seen = new HashSet<long>();
        for (var i = 0; i < 25; i++)
        {
            using var cut = new TemporaryFolder();
            File.Copy(folder.DataFile + ".copy", cut.DataFile);
            File.Copy(folder.DataFile + ".copy-wal", cut.DataFile + "-wal");
            using (var wal = File.OpenWrite(cut.DataFile + "-wal")) wal.SetLength(random.NextInt64(length));
            await using var store = await CrashWriter.OpenAsync(cut.DataFile);
            seen.Add(store.Revision);
            Assert.InRange(store.Revision, 1, model.Revision);
            var content = await store.RangeAsync(RangeQuery.Prefix("/"));
            Assert.Equal(model.At(store.Revision).Values.Select(entry => $"{entry}"), content.Items.Select(StoreModel.Describe));
            Assert.Equal(store.Revision + 1, (await store.PutAsync("/new", "1"u8.ToArray())).Revision);
        }

        Assert.True(seen.Count > 5, "the cuts must hit different states");
    }

    [Fact]
    public async Task FlippedByteInAValue_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        await using (var store = await CrashWriter.OpenAsync(folder.DataFile)) await store.PutAsync("/a", Encoding.UTF8.GetBytes(new string('x', 3000)));
        var bytes = await File.ReadAllBytesAsync(folder.DataFile);
        var at = bytes.AsSpan().IndexOf("xxxxxxxxxx"u8);
        bytes[at + 100] ^= 1;
        await File.WriteAllBytesAsync(folder.DataFile, bytes);
        var exception = await Assert.ThrowsAsync<StoreCorruptException>(() => CrashWriter.OpenAsync(folder.DataFile));
        Assert.Equal($"data file {folder.DataFile} is damaged: checksum of revision 2 does not match", exception.Message);
    }

    [Fact]
    public async Task GarbageFile_IsRefusedInOneLineAndLeftAlone()
    {
        using var folder = new TemporaryFolder();
        var garbage = new byte[20_000];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(folder.DataFile, garbage);
        var exception = await Assert.ThrowsAsync<StoreCorruptException>(() => CrashWriter.OpenAsync(folder.DataFile));
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Equal(garbage, await File.ReadAllBytesAsync(folder.DataFile));
    }

    [Fact]
    public async Task MissingPages_AreRefused()
    {
        using var folder = new TemporaryFolder();
        await using (var store = await CrashWriter.OpenAsync(folder.DataFile))
            for (var i = 0; i < 100; i++) await store.PutAsync($"/{i}", new byte[3000]);
        using (var file = File.OpenWrite(folder.DataFile)) file.SetLength(file.Length / 2);
        await Assert.ThrowsAsync<StoreCorruptException>(() => CrashWriter.OpenAsync(folder.DataFile));
    }

    [Fact]
    public async Task DatabaseOfAnotherProgram_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using (var other = SqliteDatabase.Open(folder.DataFile)) other.Execute("CREATE TABLE t(a); INSERT INTO t VALUES(1);");
        var exception = await Assert.ThrowsAsync<StoreCorruptException>(() => CrashWriter.OpenAsync(folder.DataFile));
        Assert.Equal($"data file {folder.DataFile} belongs to another program", exception.Message);
    }

    [Fact]
    public async Task RowMissingInTheMiddle_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await using (var store = await CrashWriter.OpenAsync(folder.DataFile))
            for (var i = 0; i < 3; i++) await store.PutAsync("/a", new byte[10]);
        using (var database = SqliteDatabase.Open(folder.DataFile)) database.Execute("DELETE FROM log WHERE id >> 8 = 3;");
        var exception = await Assert.ThrowsAsync<StoreCorruptException>(() => CrashWriter.OpenAsync(folder.DataFile));
        Assert.Equal($"data file {folder.DataFile} is damaged: revision 4 does not follow from the revisions before it", exception.Message);
    }

    [Fact]
    public async Task FolderThatCannotBeMade_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.DataFile, "");
        var exception = await Assert.ThrowsAsync<StoreException>(() => CrashWriter.OpenAsync(folder.DataFile + "/below/store.db"));
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task FileOpenedTwiceInOneProcess_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await using var store = await CrashWriter.OpenAsync(folder.DataFile);
        await Assert.ThrowsAsync<StoreInUseException>(() => CrashWriter.OpenAsync(folder.DataFile));
        await store.PutAsync("/a", "1"u8.ToArray());
    }
}
