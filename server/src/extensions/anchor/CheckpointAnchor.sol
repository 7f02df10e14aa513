// SPDX-License-Identifier: Apache-2.0
pragma solidity >=0.8.0 <0.9.0;

/// Keeps the sizes and roots of transparency logs: numbers and hashes only, never a document and nothing of a person.
/// Per log one writer, and sizes that only grow. State is read by view functions, not by scanning events.
contract CheckpointAnchor {
    struct Head {
        uint64 size;
        /// Block time as this chain counts it: seconds, or milliseconds on some.
        uint64 time;
        bytes32 root;
        /// SHA-256 of the signed checkpoint as it was anchored.
        bytes32 note;
    }

    mapping(bytes32 => address) public writerOf;
    mapping(bytes32 => Head[]) private heads;

    event Registered(bytes32 indexed logId, string origin, address writer);
    event Anchored(bytes32 indexed logId, uint64 size, bytes32 root, bytes32 note);

    error OtherWriter(address writer);
    error NotGrown(uint64 size);
    error NotCovered();

    /// Takes a log for the caller; again by the same writer changes nothing.
    function register(string calldata origin) external returns (bytes32 logId) {
        logId = sha256(bytes(origin));
        address writer = writerOf[logId];
        if (writer == address(0)) {
            writerOf[logId] = msg.sender;
            emit Registered(logId, origin, msg.sender);
        } else if (writer != msg.sender) {
            revert OtherWriter(writer);
        }
    }

    /// Adds a head; its size must be above the last one's.
    function anchor(bytes32 logId, uint64 size, bytes32 root, bytes32 note) external {
        if (writerOf[logId] != msg.sender) {
            revert OtherWriter(writerOf[logId]);
        }
        Head[] storage list = heads[logId];
        if (list.length > 0 && list[list.length - 1].size >= size) {
            revert NotGrown(list[list.length - 1].size);
        }
        list.push(Head(size, uint64(block.timestamp), root, note));
        emit Anchored(logId, size, root, note);
    }

    function count(bytes32 logId) external view returns (uint256) {
        return heads[logId].length;
    }

    function headAt(bytes32 logId, uint256 i) external view returns (Head memory) {
        return heads[logId][i];
    }

    /// The first head whose size is above a leaf's index: the earliest time by which that leaf was anchored.
    function firstCovering(bytes32 logId, uint64 leaf) external view returns (uint256 i, Head memory head) {
        Head[] storage list = heads[logId];
        uint256 low = 0;
        uint256 high = list.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (list[middle].size > leaf) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low == list.length) {
            revert NotCovered();
        }
        return (low, list[low]);
    }
}
